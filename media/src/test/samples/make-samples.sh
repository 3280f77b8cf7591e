#!/bin/sh
# Makes every sample of media/src/test/resources/samples again: how each one came to be. Needs ffmpeg 5.1 with x264, x265, Opus and LAME, and
# GStreamer 1.22 with its bad, ugly and libav plug-ins. Encoders differ between versions: afterwards the dumps must be rewritten
# (mvn -pl media test -Ddump.write=true) and the difference reviewed.
set -eu
cd "$(dirname "$0")/../resources/samples"

picture="-f lavfi -i testsrc2=size=320x180:rate=25"
sound="-f lavfi -i sine=frequency=440:sample_rate=48000"
make() { # name, seconds, then encoder options
    name=$1 seconds=$2
    shift 2
    # shellcheck disable=SC2086
    ffmpeg -v error -y $inputs -t "$seconds" "$@" -fflags +bitexact -f mpegts "$name.ts"
}

inputs="$picture $sound"
make h264-aac 3 -c:v libx264 -preset veryfast -g 25 -bf 2 -b:v 120k -pix_fmt yuv420p -c:a aac -b:a 48k
make h265-aac 3 -c:v libx265 -x265-params log-level=error:keyint=25:bframes=3 -b:v 100k -pix_fmt yuv420p -c:a aac -b:a 48k
make h264-opus 2 -c:v libx264 -preset veryfast -g 25 -bf 2 -b:v 120k -pix_fmt yuv420p -c:a libopus -b:a 32k
make mpeg2-mp2 2 -c:v mpeg2video -g 12 -bf 2 -b:v 300k -c:a mp2 -b:a 64k
make mpeg4-mp3 2 -c:v mpeg4 -g 25 -bf 2 -b:v 200k -c:a libmp3lame -b:a 48k
make h264-slices 2 -c:v libx264 -preset veryfast -g 25 -bf 2 -x264-params slices=4 -b:v 120k -pix_fmt yuv420p -c:a aac -b:a 48k

inputs="$picture"
make mpeg1 1 -c:v mpeg1video -g 12 -bf 2 -b:v 300k
# Intra refresh: one IDR, then recovery points with a frame count.
make h264-refresh 3 -c:v libx264 -preset veryfast -x264-params intra-refresh=1:keyint=20 -b:v 120k -pix_fmt yuv420p
# Open GOP: recovery points with count 0.
make h264-open-gop 3 -c:v libx264 -preset veryfast -g 15 -bf 3 -x264-params open-gop=1 -b:v 120k -pix_fmt yuv420p
inputs="-f lavfi -i testsrc2=size=320x192:rate=50"
make h264-interlaced 2 -vf interlace -c:v libx264 -flags +ildct+ilme -preset veryfast -g 25 -bf 2 -b:v 120k -pix_fmt yuv420p

inputs="$sound"
make ac3 1 -c:a ac3 -b:a 96k
make eac3 1 -c:a eac3 -b:a 64k
make dts 0.5 -af aformat=channel_layouts=stereo -c:a dca -strict -2 -b:a 512k
make latm 2 -c:a aac -b:a 48k -mpegts_flags latm
make s302m 0.4 -ac 2 -c:a s302m -strict -2
make aac-44k 2 -ar 44100 -ac 2 -c:a aac -b:a 32k
make mp3-mpeg2 2 -ar 22050 -c:a libmp3lame -b:a 24k

# GStreamer's own multiplexer.
gst-launch-1.0 -q videotestsrc num-buffers=60 ! video/x-raw,width=320,height=180,framerate=25/1 \
    ! x264enc bitrate=120 key-int-max=25 bframes=2 speed-preset=veryfast ! h264parse ! mpegtsmux name=m ! filesink location=gst-h264-aac.ts \
    audiotestsrc num-buffers=110 ! audio/x-raw,rate=48000,channels=2 ! avenc_aac bitrate=48000 ! aacparse ! m.
gst-launch-1.0 -q videotestsrc num-buffers=50 ! video/x-raw,width=320,height=180,framerate=25/1 \
    ! x265enc bitrate=120 key-int-max=25 speed-preset=veryfast log-level=none ! h265parse ! mpegtsmux name=m ! filesink location=gst-h265-opus.ts \
    audiotestsrc num-buffers=90 ! audio/x-raw,rate=48000,channels=2 ! opusenc bitrate=48000 ! opusparse ! m.
gst-launch-1.0 -q audiotestsrc num-buffers=60 ! audio/x-raw,rate=48000,channels=2 ! avenc_ac3 bitrate=96000 ! ac3parse ! mpegtsmux \
    ! filesink location=gst-ac3.ts
