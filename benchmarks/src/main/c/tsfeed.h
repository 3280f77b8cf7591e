/* A transport stream file that is played in an endless loop, with continuous timestamps and counters. */
#ifndef TSFEED_H
#define TSFEED_H
#include <stddef.h>
#include <stdint.h>

enum { TS_BYTES = 188, CHUNK_PACKETS = 7, CHUNK_BYTES = TS_BYTES * CHUNK_PACKETS, PID_COUNT = 8192 };

typedef struct {
    size_t offset;     /* in the file */
    int length_bytes;  /* a multiple of 188, at most 1316 */
    int64_t at_us;     /* since the start of the loop */
    int picture;       /* index of the picture whose last packet is in this chunk, else -1 */
} feed_chunk;

/* PACE_UNIT: each unit of any track at its own decoding time; the tracks' timestamps then tell when they should arrive. */
typedef enum { PACE_SMOOTH, PACE_PICTURE, PACE_UNIT } feed_pace;

typedef struct {
    uint8_t *bytes;
    size_t size;
    int video_pid;     /* -1: none */
    int audio_pid;     /* -1: none */
    int video_type;    /* stream_type of the PMT */
    int audio_type;
    int64_t span_ticks; /* length of one loop, 90 kHz */
    feed_chunk *chunks;
    int chunk_count;
    int64_t *picture_pts; /* in file order */
    int picture_count;
} feed;

/* One player of a feed: it owns the offset and the continuity counters. */
typedef struct {
    const feed *feed;
    int64_t shift_ticks;   /* added to every timestamp */
    int64_t loop;
    int next_chunk;
    uint8_t counters[PID_COUNT];
} feed_player;

/* span_ticks 0: pictures times their distance. Ends the process with a message when the file is of no use. */
feed *feed_open(const char *path, feed_pace pace, int64_t span_ticks);
void feed_player_start(feed_player *player, const feed *feed, int64_t shift_ticks);
int64_t feed_player_due_us(const feed_player *player);
/* Writes the next chunk with its shifted timestamps; returns its length. */
int feed_player_next(feed_player *player, uint8_t *target, int64_t *picture_pts);

/* Small readers of packets that the checker shares. */
static inline int ts_pid(const uint8_t *p) { return (p[1] & 0x1f) << 8 | p[2]; }
static inline int ts_starts_unit(const uint8_t *p) { return p[1] & 0x40; }
/* Offset of the payload, 188 when there is none. */
int ts_payload_offset(const uint8_t *packet);
/* PTS/DTS at the given five bytes. */
int64_t pes_timestamp(const uint8_t *p);
/* Learns PIDs of the first video and audio stream from a PAT or PMT packet; pmt_pid is -1 until the PAT came. */
typedef struct { int pmt_pid, video_pid, video_type, audio_pid, audio_type; } ts_program;
void ts_program_reset(ts_program *program);
void ts_program_learn(ts_program *program, const uint8_t *packet);
void die(const char *format, ...);
#endif
