/* An SRT reader that costs next to nothing: one socket, no threads, no delivery delay. It acknowledges and reports loss as often as libsrt does,
 * so the sender works as for a real one, and leaves the machine's time to what is measured. */
#ifndef LIGHTREADER_H
#define LIGHTREADER_H
#include <stdint.h>

enum { LIGHT_WINDOW = 8192 };

typedef struct {
    int socket;
    uint32_t peer_id, expected, highest, acknowledged, ack_number;
    int64_t started_us, last_ack_us, last_nak_us;
    int since_ack, open;
    long received, lost, repaired;
    /* What came beyond `expected`, by sequence number modulo the window: waits for its turn. */
    struct { uint8_t have; uint16_t length; uint8_t *payload; } slots[LIGHT_WINDOW];
} light_reader;

/* Returns 0, the rejection code, or -1 when nobody answered within 3 s. */
int light_open(light_reader *reader, int port, const char *stream_id, int latency_ms);
/* Takes everything that waits in the socket; hands on the payloads in order, without delay. */
void light_drain(light_reader *reader, int64_t now_us, void (*on_payload)(void *context, const uint8_t *payload, int length), void *context);
void light_close(light_reader *reader);
#endif
