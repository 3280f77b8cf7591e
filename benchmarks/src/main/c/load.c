/* Publishers and readers on libsrt against any SRT server, with what they saw as one line of JSON.
 * Options: see usage(). Everything runs on loopback; publisher k publishes to PREFIXk, readers take the paths in turn. */
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <srt/srt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "lightreader.h"
#include "tscheck.h"
#include "tsfeed.h"

static struct {
    int port, publishers, readers, latency_ms, settle_ms, check, watch_pid, latency_report, shared_port, light;
    double warmup_s, seconds;
    const char *file, *prefix, *passphrase;
    feed_pace pace;
    int64_t span_ticks;
} options = {.publishers = 1, .readers = 1, .latency_ms = 120, .settle_ms = 500, .warmup_s = 3, .seconds = 10, .prefix = "load", .shared_port = 1};

typedef struct { int64_t pts, us; } moment;
typedef struct { moment *list; int count, limit; } moments;

typedef struct {
    SRTSOCKET socket;
    feed_player player;
    int64_t started_us;
    long packets, failures;
    moments pictures;
    int64_t last_picture_pts;
} publisher;

typedef struct {
    SRTSOCKET socket;
    light_reader *light; /* instead of the socket */
    int path;
    volatile int open; /* written by the reading thread */
    long packets, bytes;
    long window_packets, window_bytes;
    ts_check check;
    moments pictures;
} reader;

static publisher *publishers;
static reader *readers;
static volatile int publishing = 1, reading = 1, in_window;
static long window_sent;

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void sleep_until_us(int64_t us)
{
    struct timespec t = {us / 1000000, us % 1000000 * 1000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) == EINTR) {}
}

static void remember(moments *m, int64_t pts, int64_t us)
{
    if (m->count == m->limit) {
        m->limit = m->limit ? m->limit * 2 : 1024;
        m->list = realloc(m->list, sizeof *m->list * (size_t)m->limit);
    }
    m->list[m->count++] = (moment) {pts, us};
}

static SRTSOCKET caller(const char *mode, int path, int shared, int attempts)
{
    char id[160];
    snprintf(id, sizeof id, "%s:%s%d", mode, options.prefix, path);
    static int shared_local_port;
    for (;; attempts--) {
        SRTSOCKET s = srt_create_socket();
        int yes = 1, buffer = 12 << 20, flow = 25600;
        srt_setsockflag(s, SRTO_STREAMID, id, (int)strlen(id));
        srt_setsockflag(s, SRTO_LATENCY, &options.latency_ms, sizeof options.latency_ms);
        srt_setsockflag(s, SRTO_FC, &flow, sizeof flow);
        srt_setsockflag(s, SRTO_RCVBUF, &buffer, sizeof buffer);
        srt_setsockflag(s, SRTO_SNDBUF, &buffer, sizeof buffer);
        if (options.passphrase) srt_setsockflag(s, SRTO_PASSPHRASE, options.passphrase, (int)strlen(options.passphrase));
        if (shared) { /* one local port: libsrt then serves all of them with one pair of threads */
            struct sockaddr_in local = {.sin_family = AF_INET, .sin_port = htons((uint16_t)shared_local_port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
            srt_setsockflag(s, SRTO_REUSEADDR, &yes, sizeof yes);
            if (srt_bind(s, (struct sockaddr *)&local, sizeof local) == SRT_ERROR) die("bind: %s", srt_getlasterror_str());
            int size = sizeof local;
            srt_getsockname(s, (struct sockaddr *)&local, &size);
            shared_local_port = ntohs(local.sin_port);
        }
        struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        if (srt_connect(s, (struct sockaddr *)&server, sizeof server) != SRT_ERROR) {
            int no = 0;
            srt_setsockflag(s, SRTO_SNDSYN, &no, sizeof no);
            srt_setsockflag(s, SRTO_RCVSYN, &no, sizeof no);
            return s;
        }
        int reason = srt_getrejectreason(s);
        srt_close(s);
        if (attempts <= 1) die("%s refused: %d %s", id, reason, srt_rejectreason_str(reason));
        usleep(100000);
    }
}

static light_reader *light_caller(int path)
{
    char id[160];
    light_reader *light = malloc(sizeof *light);
    snprintf(id, sizeof id, "read:%s%d", options.prefix, path);
    for (int attempt = 0, answer; (answer = light_open(light, options.port, id, options.latency_ms)) != 0; attempt++) {
        light_close(light);
        if (attempt == 50) die("%s refused: %d", id, answer);
        usleep(100000);
    }
    return light;
}

static void *publish(void *unused)
{
    uint8_t payload[CHUNK_BYTES];
    (void)unused;
    while (publishing) {
        int64_t now = now_us(), next = now + 5000;
        for (int i = 0; i < options.publishers; i++) {
            publisher *p = &publishers[i];
            int64_t due;
            while ((due = p->started_us + feed_player_due_us(&p->player)) <= now) {
                int64_t pts;
                int length = feed_player_next(&p->player, payload, &pts);
                if (srt_sendmsg2(p->socket, (char *)payload, length, NULL) == SRT_ERROR) p->failures++;
                p->packets++;
                if (in_window) __atomic_fetch_add(&window_sent, 1, __ATOMIC_RELAXED);
                if (pts >= 0) {
                    p->last_picture_pts = pts;
                    if (options.latency_report) remember(&p->pictures, pts, now_us());
                }
            }
            if (due < next) next = due;
        }
        /* A smooth sender of many packets a millisecond needs no finer step. */
        if (options.pace == PACE_SMOOTH && next < now + 1000) next = now + 1000;
        sleep_until_us(next);
    }
    return NULL;
}

static void on_picture(void *context, int64_t pts, int64_t us)
{
    remember(&((reader *)context)->pictures, pts, us);
}

static void on_payload(void *context, const uint8_t *payload, int length)
{
    reader *r = context;
    r->packets++;
    r->bytes += length;
    if (in_window) {
        r->window_packets++;
        r->window_bytes += length;
    }
    ts_check_consume(&r->check, payload, length, options.latency_report ? now_us() : 0);
}

static void drain(reader *r, int epoll)
{
    char payload[1500];
    for (;;) {
        int length = srt_recvmsg2(r->socket, payload, sizeof payload, NULL);
        if (length <= 0) {
            if (srt_getlasterror(NULL) == SRT_EASYNCRCV) return;
            srt_epoll_remove_usock(epoll, r->socket);
            r->open = 0;
            return;
        }
        on_payload(r, (uint8_t *)payload, length);
    }
}

static int open_readers(void)
{
    int n = 0;
    for (int i = 0; i < options.readers; i++) n += readers[i].open;
    return n;
}

static void *read_all(void *argument)
{
    int epoll = *(int *)argument;
    while (reading && options.light) {
        int64_t now = now_us();
        for (int k = 0; k < options.readers; k++) {
            light_reader *light = readers[k].light;
            if (!readers[k].open) continue;
            light_drain(light, now, on_payload, &readers[k]);
            readers[k].open = light->open;
        }
        sleep_until_us(now + 1000);
    }
    while (reading) {
        SRT_EPOLL_EVENT ready[256];
        int n = srt_epoll_uwait(epoll, ready, 256, 100);
        for (int i = 0; i < n && i < 256; i++)
            for (int k = 0; k < options.readers; k++)
                if (readers[k].open && readers[k].socket == ready[i].fd) drain(&readers[k], epoll);
        /* With many sockets, waking for each packet would cost more than the packets. */
        if (options.readers > 4) usleep(2000);
    }
    return NULL;
}

/* User and system time of a process in microseconds: fields 14 and 15 of proc(5) stat. */
static int64_t cpu_us(int pid)
{
    char name[64], line[1024];
    snprintf(name, sizeof name, "/proc/%d/stat", pid);
    FILE *file = fopen(name, "r");
    if (!file || !fgets(line, sizeof line, file)) die("no process %d", pid);
    fclose(file);
    unsigned long user, system;
    if (sscanf(strrchr(line, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2) die("cannot read %s", name);
    return (int64_t)(user + system) * 1000000 / sysconf(_SC_CLK_TCK);
}

static long resident_kb(int pid)
{
    char name[64];
    long size, resident;
    snprintf(name, sizeof name, "/proc/%d/statm", pid);
    FILE *file = fopen(name, "r");
    if (!file || fscanf(file, "%ld %ld", &size, &resident) != 2) die("no process %d", pid);
    fclose(file);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void print_latency(void)
{
    long limit = 0, count = 0, missing = 0;
    for (int i = 0; i < options.readers; i++) limit += readers[i].pictures.count;
    int64_t *added = calloc((size_t)limit + 1, sizeof *added);
    for (int i = 0; i < options.readers; i++) {
        publisher *p = &publishers[readers[i].path];
        int in_ms = 0, out_ms = 0, size = sizeof in_ms, k = 0;
        srt_getsockflag(p->socket, SRTO_PEERLATENCY, &in_ms, &size);
        srt_getsockflag(readers[i].socket, SRTO_RCVLATENCY, &out_ms, &size);
        moments *in = &p->pictures, *out = &readers[i].pictures;
        for (int m = 0; m < out->count; m++) {
            int from = k;
            while (k < in->count && in->list[k].pts != out->list[m].pts) k++;
            if (k == in->count) {
                k = from;
                missing++;
                continue;
            }
            if (in->list[k].us < p->started_us + (int64_t)(options.warmup_s * 1e6)) continue;
            added[count++] = out->list[m].us - in->list[k].us - (in_ms + out_ms) * 1000L;
        }
    }
    qsort(added, (size_t)count, sizeof *added, by_value);
    printf(", \"pictures\": %ld, \"unmatchedPictures\": %ld", count, missing);
    if (count)
        printf(", \"addedMedianUs\": %ld, \"addedP90Us\": %ld, \"addedP99Us\": %ld, \"addedMaxUs\": %ld", (long)added[count / 2],
               (long)added[count * 9 / 10], (long)added[count * 99 / 100], (long)added[count - 1]);
    free(added);
}

static void usage(void)
{
    die("usage: load --port N --file FILE.ts [--publishers 1] [--readers 1] [--prefix load] [--warmup 3] [--seconds 10]\n"
        "  [--latency-ms 120] [--settle-ms 500] [--pace smooth|picture] [--span-ticks 0] [--check] [--latency-report]\n"
        "  [--watch-pid PID] [--passphrase TEXT] [--own-ports] [--light]");
}

static void parse(int count, char **arguments)
{
    for (int i = 1; i < count; i++) {
        const char *name = arguments[i];
        if (!strcmp(name, "--check")) { options.check = 1; continue; }
        if (!strcmp(name, "--latency-report")) { options.latency_report = 1; continue; }
        if (!strcmp(name, "--light")) { options.light = 1; continue; }
        if (!strcmp(name, "--own-ports")) { options.shared_port = 0; continue; }
        if (++i == count) usage();
        const char *value = arguments[i];
        if (!strcmp(name, "--port")) options.port = atoi(value);
        else if (!strcmp(name, "--file")) options.file = value;
        else if (!strcmp(name, "--publishers")) options.publishers = atoi(value);
        else if (!strcmp(name, "--readers")) options.readers = atoi(value);
        else if (!strcmp(name, "--prefix")) options.prefix = value;
        else if (!strcmp(name, "--warmup")) options.warmup_s = atof(value);
        else if (!strcmp(name, "--seconds")) options.seconds = atof(value);
        else if (!strcmp(name, "--latency-ms")) options.latency_ms = atoi(value);
        else if (!strcmp(name, "--settle-ms")) options.settle_ms = atoi(value);
        else if (!strcmp(name, "--pace")) options.pace = !strcmp(value, "picture") ? PACE_PICTURE : PACE_SMOOTH;
        else if (!strcmp(name, "--span-ticks")) options.span_ticks = atoll(value);
        else if (!strcmp(name, "--watch-pid")) options.watch_pid = atoi(value);
        else if (!strcmp(name, "--passphrase")) options.passphrase = value;
        else usage();
    }
    if (!options.publishers && options.latency_report) usage();
    if (!options.port || !options.file || options.publishers < 0 || options.readers < 0) usage();
}

int main(int count, char **arguments)
{
    parse(count, arguments);
    signal(SIGPIPE, SIG_IGN);
    feed *source = feed_open(options.file, options.pace, options.span_ticks);
    feed_units units;
    if (options.check) feed_units_of(source, &units);
    srt_startup();
    srt_setloglevel(0);
    publishers = calloc((size_t)options.publishers, sizeof *publishers);
    readers = calloc((size_t)options.readers + 1, sizeof *readers);
    for (int i = 0; i < options.publishers; i++) {
        publishers[i].socket = caller("publish", i, 0, 20);
        /* 600 s apart, so that a unit tells by its time which path it is from */
        feed_player_start(&publishers[i].player, source, (int64_t)(i + 1) * 600 * 90000);
        publishers[i].started_us = now_us() + i % 40 * 1000;
    }
    pthread_t sender, receiver;
    pthread_create(&sender, NULL, publish, NULL);
    usleep((useconds_t)options.settle_ms * 1000);
    int epoll = srt_epoll_create(), events = SRT_EPOLL_IN | SRT_EPOLL_ERR;
    for (int i = 0; i < options.readers; i++) {
        reader *r = &readers[i];
        r->path = options.publishers ? i % options.publishers : i; /* nobody publishes: held paths, one each */
        r->socket = SRT_INVALID_SOCK;
        if (options.light) r->light = light_caller(r->path);
        else r->socket = caller("read", r->path, options.shared_port && options.readers > 1, 50);
        ts_check_start(&r->check, options.check ? &units : NULL, (int64_t)(r->path + 1) * 600 * 90000);
        if (options.latency_report) {
            r->check.on_picture = on_picture;
            r->check.context = r;
        }
        if (!options.light) srt_epoll_add_usock(epoll, r->socket, &events);
        r->open = 1;
        if (i == 0) pthread_create(&receiver, NULL, read_all, &epoll);
    }
    usleep((useconds_t)(options.warmup_s * 1e6));

    int64_t cpu = options.watch_pid ? cpu_us(options.watch_pid) : 0, own = cpu_us(getpid()), begun = now_us();
    long resident = options.watch_pid ? resident_kb(options.watch_pid) : 0;
    in_window = 1;
    usleep((useconds_t)(options.seconds * 1e6));
    in_window = 0;
    int64_t wall = now_us() - begun;
    cpu = options.watch_pid ? cpu_us(options.watch_pid) - cpu : 0;
    own = cpu_us(getpid()) - own;
    long resident_end = options.watch_pid ? resident_kb(options.watch_pid) : 0;

    publishing = 0;
    pthread_join(sender, NULL);
    usleep((useconds_t)(options.latency_ms * 2 + 400) * 1000); /* what is under way arrives */
    long received = 0, loss = 0, drops = 0, retransmitted = 0, continuity = 0, checked = 0, wrong = 0, crossed = 0, silent = 0, failures = 0, closed = 0;
    int64_t tail = 0;
    for (int i = 0; i < options.publishers; i++) {
        SRT_TRACEBSTATS s;
        failures += publishers[i].failures;
        if (!srt_bstats(publishers[i].socket, &s, 0)) {
            retransmitted += s.pktRetransTotal;
            failures += s.pktSndDropTotal;
        }
    }
    for (int i = 0; i < options.readers; i++) {
        SRT_TRACEBSTATS s;
        if (options.light) {
            loss += readers[i].light->lost;
            drops += readers[i].light->lost - readers[i].light->repaired;
        } else if (!srt_bstats(readers[i].socket, &s, 0)) {
            loss += s.pktRcvLossTotal;
            drops += s.pktRcvDropTotal;
        }
        if (!readers[i].open) closed++;
    }
    if (options.latency_report == 0)
        for (int i = 0; i < options.publishers; i++) srt_close(publishers[i].socket);
    /* Readers are told of the end when the last packet was played. */
    for (int64_t until = now_us() + (options.latency_report ? 0 : 5000000); now_us() < until && open_readers() > 0;) usleep(10000);
    long ended = 0;
    reading = 0;
    if (options.readers) pthread_join(receiver, NULL);
    for (int i = 0; i < options.readers; i++) {
        reader *r = &readers[i];
        received += r->window_packets;
        continuity += r->check.continuity_errors;
        checked += r->check.video_track.units + r->check.audio_track.units;
        wrong += r->check.video_track.errors + r->check.audio_track.errors;
        crossed += r->check.time_errors;
        if (options.light) light_close(r->light);
        if (!r->packets) silent++;
        if (!r->open) ended++;
        if (options.check && options.publishers && source->video_pid >= 0) {
            int64_t behind = publishers[r->path].last_picture_pts - r->check.video_track.last_pts;
            if (behind > tail) tail = behind;
        }
    }
    printf("{\"publishers\": %d, \"readers\": %d, \"seconds\": %.3f, \"sentPackets\": %ld, \"receivedPackets\": %ld, \"sendFailures\": %ld, "
           "\"publisherRetransmissions\": %ld, \"readerLosses\": %ld, \"readerDrops\": %ld, \"continuityErrors\": %ld, \"units\": %ld, \"wrongUnits\": %ld, "
           "\"crossedUnits\": %ld, \"silentReaders\": %ld, \"closedEarly\": %ld, \"ended\": %ld, \"tailTicks\": %ld, \"loadCpuUs\": %ld",
           options.publishers, options.readers, (double)wall / 1e6, window_sent, received, failures, retransmitted, loss, drops, continuity, checked, wrong,
           crossed, silent, closed, ended, (long)tail, (long)own);
    if (options.watch_pid) printf(", \"cpuUs\": %ld, \"residentKb\": %ld, \"residentEndKb\": %ld", (long)cpu, resident, resident_end);
    if (options.latency_report) print_latency();
    printf("}\n");
    fflush(stdout);
    _exit(0);
}
