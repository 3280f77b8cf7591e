#define _GNU_SOURCE
#include "lightreader.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { HANDSHAKE = 0, KEEPALIVE = 1, ACK = 2, NAK = 3, SHUTDOWN = 5, DROPREQ = 7, HEADER_BYTES = 16, CIF_BYTES = 48, BATCH = 32 };

typedef void (*payload_sink)(void *context, const uint8_t *payload, int length);

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void put(uint8_t *p, uint32_t value)
{
    value = htonl(value);
    memcpy(p, &value, 4);
}

static uint32_t get(const uint8_t *p)
{
    uint32_t value;
    memcpy(&value, p, 4);
    return ntohl(value);
}

static uint32_t next(uint32_t seq) { return (seq + 1) & 0x7fffffff; }

static int32_t distance(uint32_t from, uint32_t to) { return (int32_t)((to - from) << 1) >> 1; } /* 31-bit wrap, SRT draft 3 */

static void send_control(light_reader *reader, uint32_t type, uint32_t argument, const uint8_t *cif, int length)
{
    uint8_t packet[HEADER_BYTES + 256];
    put(packet, 0x80000000u | type << 16);
    put(packet + 4, argument);
    put(packet + 8, (uint32_t)(now_us() - reader->started_us));
    put(packet + 12, reader->peer_id);
    memcpy(packet + HEADER_BYTES, cif, (size_t)length);
    send(reader->socket, packet, (size_t)(HEADER_BYTES + length), 0);
}

/* One handshake message out, its answer in; repeated every 250 ms for 3 s. */
static int exchange(light_reader *reader, const uint8_t *cif, int length, uint8_t *answer)
{
    for (int attempt = 0; attempt < 12; attempt++) {
        send_control(reader, HANDSHAKE, 0, cif, length);
        struct pollfd wait = {reader->socket, POLLIN, 0};
        while (poll(&wait, 1, 250) > 0) {
            int n = (int)recv(reader->socket, answer, 1500, 0);
            if (n >= HEADER_BYTES + CIF_BYTES && get(answer) == 0x80000000u) return n;
        }
    }
    return -1;
}

int light_open(light_reader *reader, int port, const char *stream_id, int latency_ms)
{
    static uint32_t next_id = 0x11000000;
    memset(reader, 0, sizeof *reader);
    reader->socket = socket(AF_INET, SOCK_DGRAM, 0);
    reader->started_us = now_us();
    int buffer = 4 << 20; /* as much of it as the system allows */
    if (setsockopt(reader->socket, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer)) setsockopt(reader->socket, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    connect(reader->socket, (struct sockaddr *)&server, sizeof server);
    uint32_t own_id = ++next_id, first = (uint32_t)now_us() & 0x3fffffff;
    uint8_t cif[256] = {0}, answer[1500];
    put(cif, 4);               /* version of an INDUCTION, SRT draft 4.3.1.1 */
    put(cif + 4, 2);           /* extension field: datagram */
    put(cif + 8, first);
    put(cif + 12, 1500);       /* MSS */
    put(cif + 16, LIGHT_WINDOW);
    put(cif + 20, 1);          /* INDUCTION */
    put(cif + 24, own_id);
    put(cif + 32, 0x0100007f); /* own address, as little-endian words */
    if (exchange(reader, cif, CIF_BYTES, answer) < 0) return -1;
    put(cif, 5);
    put(cif + 4, 1 | 4);       /* HSREQ and CONFIG blocks follow */
    put(cif + 20, 0xffffffff); /* CONCLUSION */
    memcpy(cif + 28, answer + HEADER_BYTES + 28, 4); /* SYN cookie */
    uint8_t *p = cif + CIF_BYTES;
    put(p, 1u << 16 | 3);      /* SRT_CMD_HSREQ, 3 words */
    put(p + 4, 0x010501);
    put(p + 8, 0xbf);          /* TSBPD both ways, CRYPT, TLPKTDROP, NAKREPORT, REXMIT, FILTER */
    put(p + 12, (uint32_t)latency_ms << 16);
    p += 16;
    int words = ((int)strlen(stream_id) + 3) / 4;
    put(p, 5u << 16 | (uint32_t)words); /* SRT_CMD_SID */
    for (int i = 0; i < words * 4; i++) p[4 + (i ^ 3)] = (size_t)i < strlen(stream_id) ? (uint8_t)stream_id[i] : 0;
    p += 4 + words * 4;
    if (exchange(reader, cif, (int)(p - cif), answer) < 0) return -1;
    uint32_t type = get(answer + HEADER_BYTES + 20);
    if (type != 0xffffffff) return (int)type;
    reader->peer_id = get(answer + HEADER_BYTES + 24);
    reader->expected = reader->acknowledged = first;
    reader->highest = (first - 1) & 0x7fffffff;
    reader->open = 1;
    return 0;
}

static void advance(light_reader *reader, payload_sink on_payload, void *context)
{
    for (int i; reader->slots[i = reader->expected % LIGHT_WINDOW].have; reader->expected = next(reader->expected)) {
        if (reader->slots[i].payload) on_payload(context, reader->slots[i].payload, reader->slots[i].length);
        free(reader->slots[i].payload);
        reader->slots[i].payload = NULL;
        reader->slots[i].have = 0;
    }
}

static void send_loss(light_reader *reader, uint32_t from, uint32_t to)
{
    uint8_t list[8];
    put(list, from | (from == to ? 0 : 0x80000000u));
    put(list + 4, to);
    send_control(reader, NAK, 0, list, from == to ? 4 : 8);
}

static void on_control(light_reader *reader, const uint8_t *packet, int length, payload_sink on_payload, void *context)
{
    uint32_t type = get(packet) >> 16 & 0x7fff;
    if (type == SHUTDOWN) reader->open = 0;
    if (type == DROPREQ && length >= HEADER_BYTES + 8) {
        uint32_t to = get(packet + HEADER_BYTES + 4);
        if (distance(reader->expected, to) >= 0 && distance(reader->expected, to) < LIGHT_WINDOW) {
            for (uint32_t s = get(packet + HEADER_BYTES); distance(s, to) >= 0; s = next(s))
                if (distance(reader->expected, s) >= 0) reader->slots[s % LIGHT_WINDOW].have = 1;
            advance(reader, on_payload, context);
        }
    }
}

static void on_data(light_reader *reader, const uint8_t *packet, int length, payload_sink on_payload, void *context)
{
    uint32_t seq = get(packet);
    int32_t ahead = distance(reader->expected, seq), jump = distance(reader->highest, seq);
    int i = seq % LIGHT_WINDOW;
    if (ahead < 0 || ahead >= LIGHT_WINDOW || reader->slots[i].have) return;
    if (jump > 1) {
        reader->lost += jump - 1;
        send_loss(reader, next(reader->highest), (seq - 1) & 0x7fffffff);
    } else if (jump < 0) {
        reader->repaired++;
    }
    if (jump > 0) reader->highest = seq;
    reader->since_ack++;
    reader->received++;
    if (ahead == 0) {
        on_payload(context, packet + HEADER_BYTES, length - HEADER_BYTES);
        reader->expected = next(seq);
        advance(reader, on_payload, context);
    } else {
        reader->slots[i].have = 1;
        reader->slots[i].length = (uint16_t)(length - HEADER_BYTES);
        reader->slots[i].payload = malloc((size_t)length);
        memcpy(reader->slots[i].payload, packet + HEADER_BYTES, (size_t)(length - HEADER_BYTES));
    }
}

static void acknowledge(light_reader *reader, int64_t now)
{
    uint8_t cif[28];
    put(cif, reader->expected);
    if (now - reader->last_ack_us >= 10000) { /* a full one every 10 ms */
        put(cif + 4, 100);  /* RTT and its variance, us */
        put(cif + 8, 50);
        put(cif + 12, LIGHT_WINDOW - 1);
        put(cif + 16, 1000);
        put(cif + 20, 100000);
        put(cif + 24, 1316000);
        send_control(reader, ACK, ++reader->ack_number, cif, sizeof cif);
        reader->last_ack_us = now;
    } else if (reader->since_ack >= 64) { /* a light one every 64 packets */
        send_control(reader, ACK, 0, cif, 4);
    } else {
        return;
    }
    reader->since_ack = 0;
    reader->acknowledged = reader->expected;
}

void light_drain(light_reader *reader, int64_t now, payload_sink on_payload, void *context)
{
    static uint8_t buffers[BATCH][1500];
    static struct mmsghdr messages[BATCH];
    static struct iovec vectors[BATCH];
    if (!reader->open) return;
    for (;;) {
        for (int i = 0; i < BATCH; i++) {
            vectors[i] = (struct iovec) {buffers[i], sizeof buffers[i]};
            messages[i].msg_hdr = (struct msghdr) {.msg_iov = &vectors[i], .msg_iovlen = 1};
        }
        int n = recvmmsg(reader->socket, messages, BATCH, MSG_DONTWAIT, NULL);
        for (int i = 0; i < n; i++) {
            uint8_t *packet = buffers[i];
            int length = (int)messages[i].msg_len;
            if (length < HEADER_BYTES) continue;
            if (packet[0] & 0x80) {
                on_control(reader, packet, length, on_payload, context);
            } else {
                on_data(reader, packet, length, on_payload, context);
            }
        }
        if (reader->acknowledged != reader->expected) acknowledge(reader, now);
        if (n < BATCH) break;
    }
    if (reader->expected != next(reader->highest) && now - reader->last_nak_us > 20000) {
        reader->last_nak_us = now;
        uint32_t end = reader->expected;
        while (!reader->slots[next(end) % LIGHT_WINDOW].have) end = next(end);
        send_loss(reader, reader->expected, end);
    }
}

void light_close(light_reader *reader)
{
    uint8_t nothing[4] = {0};
    if (reader->open) send_control(reader, SHUTDOWN, 0, nothing, 4);
    reader->open = 0;
    close(reader->socket);
}
