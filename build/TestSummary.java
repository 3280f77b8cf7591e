import static javax.xml.stream.XMLStreamConstants.END_ELEMENT;
import static javax.xml.stream.XMLStreamConstants.START_ELEMENT;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Counts what surefire and failsafe reported below a folder and names what failed and what was skipped. Run as `java TestSummary.java
 * FOLDER`; ends with 1 when a test failed or when none ran.
 */
final class TestSummary {
    private int passed;
    private final List<String> failed = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    public static void main(String[] folders) throws IOException, XMLStreamException {
        TestSummary summary = new TestSummary();
        try (Stream<Path> files = Files.walk(Path.of(folders[0]).toAbsolutePath())) {
            for (Path report : files.filter(TestSummary::isReport).sorted().toList()) {
                summary.add(report);
            }
        }
        summary.print();
        System.exit(summary.passed > 0 && summary.failed.isEmpty() ? 0 : 1);
    }

    private static boolean isReport(Path file) {
        String folder = file.getParent().getFileName().toString();
        String name = file.getFileName().toString();
        return (folder.equals("surefire-reports") || folder.equals("failsafe-reports")) && name.startsWith("TEST-") && name.endsWith(".xml");
    }

    private void add(Path report) throws IOException, XMLStreamException {
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader xml = XMLInputFactory.newFactory().createXMLStreamReader(in);
            String test = "";
            boolean asItShould = true;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == END_ELEMENT && xml.getLocalName().equals("testcase")) {
                    passed += asItShould ? 1 : 0;
                } else if (event == START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "testcase" -> {
                            test = xml.getAttributeValue(null, "classname") + "." + xml.getAttributeValue(null, "name");
                            asItShould = true;
                        }
                        case "failure", "error" -> {
                            failed.add(test);
                            asItShould = false;
                        }
                        case "skipped" -> {
                            String message = xml.getAttributeValue(null, "message");
                            String reason = message != null ? message : xml.getElementText(); // of an assumption only the trace tells
                            skipped.add(test + ": " + reason.lines().findFirst().orElse("no reason given"));
                            asItShould = false;
                        }
                        default -> {
                        }
                    }
                }
            }
        }
    }

    private void print() {
        failed.forEach(test -> System.out.println("failed:  " + test));
        skipped.forEach(test -> System.out.println("skipped: " + test));
        System.out.println(passed + " passed, " + failed.size() + " failed, " + skipped.size() + " skipped");
    }
}
