/* The plainest relay on libsrt, to compare with: what a publisher sends on "publish:NAME" goes to everyone on "read:NAME".
 * usage: relay PORT. Ends on SIGTERM. */
#include <signal.h>
#include <srt/srt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <arpa/inet.h>

enum { PATH_LIMIT = 256, READER_LIMIT = 512, NAME_LIMIT = 128 };

typedef struct {
    char name[NAME_LIMIT];
    SRTSOCKET publisher;
    SRTSOCKET readers[READER_LIMIT];
    int reader_count;
} relay_path;

static relay_path paths[PATH_LIMIT];
static int path_count;
static volatile sig_atomic_t stopped;

static void stop(int signal) { (void)signal; stopped = 1; }

static relay_path *path_of(const char *name)
{
    for (int i = 0; i < path_count; i++)
        if (!strcmp(paths[i].name, name)) return &paths[i];
    if (path_count == PATH_LIMIT) return NULL;
    relay_path *path = &paths[path_count++];
    snprintf(path->name, sizeof path->name, "%s", name);
    path->publisher = SRT_INVALID_SOCK;
    return path;
}

static void drop_reader(relay_path *path, int index)
{
    srt_close(path->readers[index]);
    path->readers[index] = path->readers[--path->reader_count];
}

static void admit(SRTSOCKET listener, int epoll)
{
    SRTSOCKET peer = srt_accept(listener, NULL, NULL);
    if (peer == SRT_INVALID_SOCK) return;
    char id[NAME_LIMIT];
    int length = sizeof id - 1, no = 0;
    if (srt_getsockflag(peer, SRTO_STREAMID, id, &length) == SRT_ERROR) length = 0;
    id[length] = 0;
    char *colon = strchr(id, ':');
    relay_path *path = colon ? path_of(colon + 1) : NULL;
    srt_setsockflag(peer, SRTO_SNDSYN, &no, sizeof no);
    srt_setsockflag(peer, SRTO_RCVSYN, &no, sizeof no);
    if (path && !strncmp(id, "publish:", 8) && path->publisher == SRT_INVALID_SOCK) {
        int events = SRT_EPOLL_IN | SRT_EPOLL_ERR;
        path->publisher = peer;
        srt_epoll_add_usock(epoll, peer, &events);
    } else if (path && !strncmp(id, "read:", 5) && path->reader_count < READER_LIMIT) {
        path->readers[path->reader_count++] = peer;
    } else {
        srt_close(peer);
    }
}

static void relay(relay_path *path, int epoll)
{
    char payload[1500];
    for (;;) {
        SRT_MSGCTRL in;
        srt_msgctrl_init(&in);
        int length = srt_recvmsg2(path->publisher, payload, sizeof payload, &in);
        if (length <= 0) {
            if (srt_getlasterror(NULL) == SRT_EASYNCRCV) return;
            srt_epoll_remove_usock(epoll, path->publisher);
            srt_close(path->publisher);
            path->publisher = SRT_INVALID_SOCK;
            while (path->reader_count) drop_reader(path, 0);
            return;
        }
        for (int i = path->reader_count - 1; i >= 0; i--) {
            SRT_MSGCTRL out;
            srt_msgctrl_init(&out);
            out.srctime = in.srctime;
            if (srt_sendmsg2(path->readers[i], payload, length, &out) != SRT_ERROR) continue;
            int error = srt_getlasterror(NULL);
            /* EINVALMSGAPI: the packet's time is before the reader came; it does without. */
            if (error != SRT_EASYNCSND && error != SRT_EINVALMSGAPI) drop_reader(path, i);
        }
    }
}

int main(int count, char **arguments)
{
    if (count != 2) return fprintf(stderr, "usage: relay PORT\n"), 2;
    signal(SIGTERM, stop);
    signal(SIGINT, stop);
    srt_startup();
    srt_setloglevel(0);
    SRTSOCKET listener = srt_create_socket();
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(arguments[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int no = 0, events = SRT_EPOLL_IN | SRT_EPOLL_ERR;
    srt_setsockflag(listener, SRTO_RCVSYN, &no, sizeof no);
    if (srt_bind(listener, (struct sockaddr *)&address, sizeof address) == SRT_ERROR || srt_listen(listener, 512) == SRT_ERROR)
        return fprintf(stderr, "relay: %s\n", srt_getlasterror_str()), 1;
    int epoll = srt_epoll_create();
    srt_epoll_add_usock(epoll, listener, &events);
    printf("relay listens on 127.0.0.1:%s\n", arguments[1]);
    fflush(stdout);
    while (!stopped) {
        SRT_EPOLL_EVENT ready[64];
        int n = srt_epoll_uwait(epoll, ready, 64, 200);
        for (int i = 0; i < n && i < 64; i++) {
            if (ready[i].fd == listener) {
                admit(listener, epoll);
                continue;
            }
            for (int k = 0; k < path_count; k++)
                if (paths[k].publisher == ready[i].fd) relay(&paths[k], epoll);
        }
    }
    srt_cleanup();
    return 0;
}
