/* What a reader got: counts packets, and compares every access unit's bytes with the looped feed's. */
#ifndef TSCHECK_H
#define TSCHECK_H
#include "tsfeed.h"

/* The bytes of each unit of one elementary stream, in order, as hashes. */
typedef struct { uint64_t *hashes; int64_t *pts; int count; } unit_list;

typedef struct {
    uint8_t *bytes;
    size_t size, limit;
    int64_t pts;
    int open;
} pes_buffer;

typedef struct {
    const unit_list *expected; /* NULL: counts only */
    int position;              /* of the next unit in the loop, -1 before the first */
    long units, errors;
    int64_t last_pts;
} unit_track;

typedef struct {
    ts_program program;
    int last_counter[PID_COUNT]; /* -1: unknown */
    long ts_packets, continuity_errors, time_errors;
    pes_buffer video, audio;
    unit_track video_track, audio_track;
    int64_t shift_ticks; /* what the publisher of this path added, to find crossed streams */
    int check_units;
    /* Called when the last packet of a picture was seen (known at the start of the next): may be NULL. */
    void (*on_picture)(void *context, int64_t pts, int64_t last_packet_us);
    void *context;
    int64_t picture_pts, picture_us;
} ts_check;

typedef struct { unit_list video, audio; } feed_units;

void feed_units_of(const feed *f, feed_units *units);
void ts_check_start(ts_check *check, const feed_units *units, int64_t shift_ticks);
void ts_check_consume(ts_check *check, const uint8_t *bytes, int length, int64_t now_us);
void ts_check_end(ts_check *check);
#endif
