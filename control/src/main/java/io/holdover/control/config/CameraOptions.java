package io.holdover.control.config;

import java.util.ArrayList;
import java.util.List;

import io.holdover.control.config.Option.Scope;

/** The lines of the table for the camera of a Raspberry Pi, which no server but one on such a machine can serve. */
final class CameraOptions {
    static final Option<Integer> MJPEG_QUALITY = of("rpiCameraMJPEGQuality", Types.COUNT, 60, "The quality of its M-JPEG, up to 100.");

    static final List<Option<?>> ALL = all();

    private CameraOptions() {
    }

    private static <T> Option<T> of(String name, OptionType<T> type, T defaultValue, String doc) {
        return Option.unserved(Scope.PATH, name, type, defaultValue, doc);
    }

    private static List<Option<?>> all() {
        List<Option<?>> all = new ArrayList<>();
        all.add(of("rpiCameraCamID", Types.COUNT, 0, "Which camera of a Raspberry Pi is the source."));
        all.add(of("rpiCameraSecondary", Types.BOOLEAN, false, "Whether this is the second stream of that camera."));
        picture(all);
        exposure(all);
        focus(all);
        coding(all);
        return List.copyOf(all);
    }

    private static void picture(List<Option<?>> all) {
        all.add(of("rpiCameraWidth", Types.COUNT, 1920, "The width of its pictures."));
        all.add(of("rpiCameraHeight", Types.COUNT, 1080, "The height of its pictures."));
        all.add(of("rpiCameraHFlip", Types.BOOLEAN, false, "Whether they are mirrored."));
        all.add(of("rpiCameraVFlip", Types.BOOLEAN, false, "Whether they are turned upside down."));
        all.add(of("rpiCameraBrightness", Types.NUMBER, 0.0, "Brightness, from -1 to 1."));
        all.add(of("rpiCameraContrast", Types.NUMBER, 1.0, "Contrast, from 0 to 16."));
        all.add(of("rpiCameraSaturation", Types.NUMBER, 1.0, "Saturation, from 0 to 16."));
        all.add(of("rpiCameraSharpness", Types.NUMBER, 1.0, "Sharpness, from 0 to 16."));
    }

    private static void exposure(List<Option<?>> all) {
        all.add(of("rpiCameraExposure", Types.TEXT, "normal", "How it exposes."));
        all.add(of("rpiCameraAWB", Types.TEXT, "auto", "How it finds white."));
        all.add(of("rpiCameraAWBGains", new ListType<>(Types.NUMBER), List.of(0.0, 0.0), "Fixed gains for red and blue in place of that."));
        all.add(of("rpiCameraDenoise", Types.TEXT, "off", "How noise is taken away."));
        all.add(of("rpiCameraShutter", Types.COUNT, 0, "A fixed shutter time, in microseconds."));
        all.add(of("rpiCameraMetering", Types.TEXT, "centre", "Where it measures light."));
        all.add(of("rpiCameraGain", Types.NUMBER, 0.0, "A fixed gain."));
        all.add(of("rpiCameraEV", Types.NUMBER, 0.0, "A correction of the exposure, from -10 to 10."));
        all.add(of("rpiCameraROI", Types.TEXT, "", "The part of the sensor that is used."));
        all.add(of("rpiCameraHDR", Types.BOOLEAN, false, "Whether HDR is used."));
        all.add(of("rpiCameraTuningFile", Types.FILE, "", "A tuning file."));
        all.add(of("rpiCameraMode", Types.TEXT, "", "The mode of the sensor."));
        all.add(of("rpiCameraFPS", Types.NUMBER, 30.0, "Pictures per second."));
    }

    private static void focus(List<Option<?>> all) {
        all.add(of("rpiCameraAfMode", Types.TEXT, "continuous", "How it focuses."));
        all.add(of("rpiCameraAfRange", Types.TEXT, "normal", "How near it focuses."));
        all.add(of("rpiCameraAfSpeed", Types.TEXT, "normal", "How fast it focuses."));
        all.add(of("rpiCameraLensPosition", Types.NUMBER, 0.0, "Where a fixed focus is, as one over metres."));
        all.add(of("rpiCameraAfWindow", Types.TEXT, "", "What part of the picture it focuses on."));
        all.add(of("rpiCameraFlickerPeriod", Types.COUNT, 0, "The period of flickering light, in microseconds."));
        all.add(of("rpiCameraTextOverlayEnable", Types.BOOLEAN, false, "Whether a text is written over the picture."));
        all.add(of("rpiCameraTextOverlay", Types.TEXT, "%Y-%m-%d %H:%M:%S - MediaMTX", "That text, with the fields of strftime."));
    }

    private static void coding(List<Option<?>> all) {
        all.add(of("rpiCameraCodec", Types.TEXT, "auto", "What it encodes with."));
        all.add(of("rpiCameraIDRPeriod", Types.COUNT, 60, "Pictures from one key picture to the next."));
        all.add(of("rpiCameraBitrate", Types.COUNT, 5_000_000, "Bits per second."));
        all.add(of("rpiCameraH264Profile", Types.TEXT, "auto", "The profile of its H.264."));
        all.add(of("rpiCameraH264Level", Types.TEXT, "4.1", "The level of its H.264."));
        all.add(MJPEG_QUALITY);
    }
}
