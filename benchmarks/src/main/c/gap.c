/* How long a reader waits when a publisher is lost: time between a track's arrivals minus the distance of their timestamps,
 * the worst of each loss; a wait that is not over when the watch ends counts as far as it got.
 * gap FEED.ts PORT shutdown|kill|silent|none LOSSES [latency ms]: one line of a Markdown table.
 * A child publishes and is shut down, killed (SIGKILL), or stopped (SIGSTOP: nothing comes from it any more, as from a black hole)
 * at a random point between two frames; the reader in this process is connected all the time. */
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <srt/srt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tsfeed.h"

enum { TRACKS = 2, LIVE_MS = 1000, LOST_MS = 600, JITTER_MS = 100, STALL_MS = 300, GOAL_MS = 50 };

static int port, latency_ms = 120;
static const char *const names[TRACKS] = {"sound", "picture"};
static volatile int reading = 1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* Under the lock: the worst gap of each track since it was last cleared, when the next unit is due, and how many units came. */
static int64_t worst_us[TRACKS], due_us[TRACKS];
static long units[TRACKS];

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

static SRTSOCKET caller(const char *stream_id)
{
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int attempt = 0;; attempt++) {
        SRTSOCKET s = srt_create_socket();
        srt_setsockflag(s, SRTO_STREAMID, stream_id, (int)strlen(stream_id));
        srt_setsockflag(s, SRTO_LATENCY, &latency_ms, sizeof latency_ms);
        if (srt_connect(s, (struct sockaddr *)&server, sizeof server) != SRT_ERROR) return s;
        int reason = srt_getrejectreason(s);
        srt_close(s);
        if (attempt == 100) die("%s refused: %s", stream_id, srt_rejectreason_str(reason));
        usleep(100000);
    }
}

static volatile sig_atomic_t leaving;
static void leave(int signal) { (void)signal; leaving = 1; }

/* Never returns. */
static void publish(const feed *f)
{
    feed_player player;
    uint8_t payload[CHUNK_BYTES];
    int64_t pts;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGTERM, leave);
    srt_startup();
    SRTSOCKET s = caller("publish:gap");
    feed_player_start(&player, f, 0);
    int64_t started_us = now_us();
    while (!leaving) {
        sleep_until_us(started_us + feed_player_due_us(&player));
        int length = feed_player_next(&player, payload, &pts);
        if (srt_sendmsg2(s, (char *)payload, length, NULL) == SRT_ERROR) break;
    }
    srt_close(s);
    srt_cleanup();
    _exit(0);
}

static pid_t start_publisher(const feed *f)
{
    pid_t child = fork();
    if (child < 0) die("fork: %s", strerror(errno));
    if (child == 0) publish(f);
    return child;
}

/* Arrivals beside timestamps. The reader's SRT clock makes arrivals even, so a late one was sent late. */
static void *read_all(void *unused)
{
    uint8_t payload[1500];
    ts_program program;
    int64_t last_us[TRACKS] = {0}, last_ticks[TRACKS] = {0};
    (void)unused;
    ts_program_reset(&program);
    SRTSOCKET s = caller("read:gap");
    while (reading) {
        int length = srt_recvmsg2(s, (char *)payload, sizeof payload, NULL);
        int64_t us = now_us();
        if (length <= 0) die("the reader was disconnected: %s", srt_getlasterror_str());
        for (uint8_t *p = payload; p + TS_BYTES <= payload + length; p += TS_BYTES) {
            ts_program_learn(&program, p);
            int at = ts_payload_offset(p), pid = ts_pid(p);
            int track = pid == program.audio_pid ? 0 : pid == program.video_pid ? 1 : -1;
            if (track < 0 || !ts_starts_unit(p) || at + 19 > TS_BYTES || !(p[at + 7] & 0x80)) continue;
            int64_t ticks = pes_timestamp(p + at + (p[at + 7] & 0x40 ? 14 : 9));
            int64_t step = (ticks - last_ticks[track]) & ((1LL << 33) - 1);
            pthread_mutex_lock(&lock);
            int64_t gap = us - last_us[track] - step * 100 / 9;
            if (units[track]++ && gap > worst_us[track]) worst_us[track] = gap;
            due_us[track] = us + step * 100 / 9; /* as far off as this one was from the one before */
            pthread_mutex_unlock(&lock);
            last_us[track] = us;
            last_ticks[track] = ticks;
        }
    }
    srt_close(s);
    return NULL;
}

static void clear(void)
{
    pthread_mutex_lock(&lock);
    memset(worst_us, 0, sizeof worst_us);
    pthread_mutex_unlock(&lock);
}

static int heard(int track)
{
    pthread_mutex_lock(&lock);
    int is = units[track] > 1;
    pthread_mutex_unlock(&lock);
    return is;
}

static void pass_ms(int ms) { sleep_until_us(now_us() + ms * 1000LL); }

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

int main(int count, char **arguments)
{
    if (count < 5) die("gap FEED.ts PORT shutdown|kill|silent|none LOSSES [latency ms]");
    feed *f = feed_open(arguments[1], PACE_UNIT, 0);
    const char *way = arguments[3];
    int sign = !strcmp(way, "shutdown") ? SIGTERM : !strcmp(way, "kill") ? SIGKILL : !strcmp(way, "silent") ? SIGSTOP : 0;
    int none = !strcmp(way, "none"); /* what the machine itself adds: no loss at all */
    int losses = atoi(arguments[4]);
    if ((!sign && !none) || losses < 1) die("no such loss: %s %s", way, arguments[4]);
    port = atoi(arguments[2]);
    if (count > 5) latency_ms = atoi(arguments[5]);
    int64_t *gaps[TRACKS];
    for (int t = 0; t < TRACKS; t++) gaps[t] = calloc((size_t)losses, sizeof **gaps);

    /* Children are forked before this process has threads of libsrt; later ones call nothing of the parent's library but start it anew. */
    int order[2];
    if (pipe(order)) die("pipe: %s", strerror(errno));
    pid_t nursery = fork();
    if (nursery == 0) {
        char command;
        pid_t child = 0;
        close(order[1]);
        while (read(order[0], &command, 1) == 1) {
            if (command == 's') {
                child = start_publisher(f);
            } else if (child) {
                kill(child, command == 'x' ? SIGKILL : sign);
                if (command == 'x' || sign != SIGSTOP) waitpid(child, NULL, 0);
            }
        }
        if (child) kill(child, SIGKILL);
        _exit(0);
    }
    close(order[0]);
    srt_startup();
    srand(7);
#define ORDER(c) do { if (write(order[1], (c), 1) != 1) die("the publishers' parent is gone"); } while (0)
    ORDER("s");
    pthread_t thread;
    pass_ms(1500);
    pthread_create(&thread, NULL, read_all, NULL);
    pass_ms(2500);
    for (int t = 0; t < TRACKS; t++) {
        for (int i = 0; !heard(t) && i < 200; i++) pass_ms(50); /* a slow start is no loss */
    }
    for (int i = 0; i < losses; i++) {
        clear();
        pass_ms(rand() % JITTER_MS);
        if (!none) ORDER("l");
        pass_ms(LOST_MS + latency_ms);
        pthread_mutex_lock(&lock);
        for (int t = 0; t < TRACKS; t++) {
            int64_t waiting = now_us() - due_us[t];
            gaps[t][i] = waiting > worst_us[t] ? waiting : worst_us[t];
        }
        pthread_mutex_unlock(&lock);
        if (sign == SIGSTOP) {
            pass_ms(500); /* who was silent for a second may be replaced */
            ORDER("x");
        }
        if (!none) ORDER("s");
        pass_ms(LIVE_MS + latency_ms);
    }
    /* Pictures are held a second after a silent loss, on purpose; that is outside what is watched here. */
    for (int t = 0; t < (none || sign == SIGTERM ? TRACKS : 1); t++) {
        if (!units[t]) continue;
        qsort(gaps[t], (size_t)losses, sizeof **gaps, by_size);
        printf("| %s | %s | %d | %.1f | %.1f | %.1f |", way, names[t], losses, (double)gaps[t][(losses - 1) / 2] / 1000,
            (double)gaps[t][(losses - 1) * 99 / 100] / 1000, (double)gaps[t][losses - 1] / 1000);
        if (none) printf(" |\n");
        else printf(" %d |\n", GOAL_MS + (sign == SIGTERM ? 0 : STALL_MS));
    }
    fflush(stdout);
    ORDER("x");
    close(order[1]);
    waitpid(nursery, NULL, 0);
    _exit(0);
}
