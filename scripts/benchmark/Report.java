import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * Turns samples into a report:
 *
 * <pre>java Report.java SAMPLES AIMS RESULT OURS [PEER...]</pre>
 *
 * <p>SAMPLES are what {@code measure.c} prints, and lines of the same form for what is not timed. For every task the
 * report compares the subjects, ours and its peers; then it says which of the AIMS are reached. RESULT gets the figures
 * of the report as tab-separated values: task, subject, figure, value.
 *
 * <p>An aim is a line {@code TASK | FIGURE | LIMIT | TEXT} or {@code TASK | FIGURE | FACTOR | PEER | TEXT}: ours shall
 * be at most LIMIT, or at most FACTOR times the peer's. Either may begin with {@code >=} for "at least".
 */
public final class Report {

    /** How the samples of one measure become one figure. */
    enum Statistic {
        MEDIAN {
            @Override
            double of(double[] sorted) {
                int middle = sorted.length / 2;
                return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            }
        },
        TENTH_PERCENTILE {
            @Override
            double of(double[] sorted) {
                return sorted[(sorted.length - 1) / 10];
            }
        },
        LARGEST {
            @Override
            double of(double[] sorted) {
                return sorted[sorted.length - 1];
            }
        },
        SUM {
            @Override
            double of(double[] sorted) {
                return Arrays.stream(sorted).sum();
            }
        };

        abstract double of(double[] sorted);
    }

    /** The columns of the report, each of which appears where its measure was taken. */
    enum Figure {
        MEDIAN("median ms", "wall", Statistic.MEDIAN, 2),
        P10("p10 ms", "wall", Statistic.TENTH_PERCENTILE, 2),
        CPU("CPU ms", "cpu", Statistic.MEDIAN, 2),
        THROUGHPUT("MB/s", "throughput", Statistic.MEDIAN, 0),
        CPU_PER_GB("CPU s/GB", "cpu_per_gb", Statistic.MEDIAN, 2),
        SWITCHES("switches", "switches", Statistic.MEDIAN, 0),
        FAULTS("faults", "faults", Statistic.MEDIAN, 0),
        SYSCALLS("syscalls", "syscalls", Statistic.MEDIAN, 0),
        PEAK_RSS("peak RSS kB", "peak_rss", Statistic.LARGEST, 0),
        RSS("RSS kB", "rss", Statistic.MEDIAN, 0),
        PSS("PSS kB", "pss", Statistic.MEDIAN, 0),
        USS("USS kB", "uss", Statistic.MEDIAN, 0),
        FAILED("failed", "failed", Statistic.SUM, 0);

        final String title;
        final String measure;
        final Statistic statistic;
        final int decimals;

        Figure(String title, String measure, Statistic statistic, int decimals) {
            this.title = title;
            this.measure = measure;
            this.statistic = statistic;
            this.decimals = decimals;
        }

        String show(double value) {
            return String.format("%." + decimals + "f", value);
        }
    }

    /** What a peer's row compares: how long one waits, usually and at best, what it costs, and how much it holds. */
    private static final Set<Figure> COMPARED = EnumSet.of(Figure.MEDIAN, Figure.P10, Figure.CPU, Figure.THROUGHPUT,
            Figure.CPU_PER_GB, Figure.RSS, Figure.PSS);

    private record Key(String task, String subject, String measure) { }

    private final Set<String> tasks = new LinkedHashSet<>();
    /** Ours first. */
    private final List<String> subjects;
    private final Map<Key, List<Double>> samples = new LinkedHashMap<>();

    private Report(List<String> lines, List<String> subjects) {
        this.subjects = subjects;
        for (String line : lines) {
            String[] words = line.split("\t");
            Key key = new Key(words[0], words[1], words[3]);
            tasks.add(key.task());
            samples.computeIfAbsent(key, k -> new ArrayList<>()).add(Double.parseDouble(words[4]));
        }
    }

    private OptionalDouble value(String task, String subject, Figure figure) {
        List<Double> values = samples.get(new Key(task, subject, figure.measure));
        if (values == null) {
            return OptionalDouble.empty();
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return OptionalDouble.of(figure.statistic.of(sorted));
    }

    private String ours() {
        return subjects.getFirst();
    }

    private void printTasks(PrintStream out) {
        for (String task : tasks) {
            List<Figure> figures = Arrays.stream(Figure.values())
                    .filter(f -> subjects.stream().anyMatch(s -> value(task, s, f).isPresent()))
                    // a column of zeros in every table would hide the one that is none
                    .filter(f -> f != Figure.FAILED || subjects.stream().anyMatch(s -> failures(task, s) > 0))
                    .toList();
            out.printf("%n%-36s", task);
            figures.forEach(f -> out.printf(" %11s", f.title));
            out.printf("   ours / theirs: %s%n", figures.stream().filter(COMPARED::contains).map(f -> f.title)
                    .map(title -> title.replace(" ms", "")).collect(Collectors.joining(", ")));
            subjects.forEach(s -> printRow(out, task, s, figures));
        }
    }

    private double failures(String task, String subject) {
        return value(task, subject, Figure.FAILED).orElse(0);
    }

    private void printRow(PrintStream out, String task, String subject, List<Figure> figures) {
        out.printf("    %-32s", subject);
        for (Figure figure : figures) {
            OptionalDouble value = value(task, subject, figure);
            out.printf(" %11s", value.isPresent() ? figure.show(value.getAsDouble()) : "-");
        }
        StringJoiner ratios = new StringJoiner(", ");
        if (!subject.equals(ours())) {
            figures.stream().filter(COMPARED::contains).map(figure -> ratio(task, figure, subject))
                    .forEach(r -> ratios.add(r.isPresent() ? "%.2f".formatted(r.getAsDouble()) : "-"));
        }
        out.printf("   %s%n", ratios);
    }

    /** Our figure over a peer's. */
    private OptionalDouble ratio(String task, Figure figure, String peer) {
        OptionalDouble our = value(task, ours(), figure);
        OptionalDouble their = value(task, peer, figure);
        return our.isPresent() && their.isPresent()
                ? OptionalDouble.of(our.getAsDouble() / their.getAsDouble())
                : OptionalDouble.empty();
    }

    private void printAims(PrintStream out, List<String> aims) {
        out.printf("%nAims%n");
        for (String aim : aims) {
            if (!aim.isBlank() && !aim.startsWith("#")) {
                printAim(out, aim.split(" *\\| *"));
            }
        }
    }

    private void printAim(PrintStream out, String[] words) {
        String task = words[0];
        Figure figure = Figure.valueOf(words[1]);
        boolean atLeast = words[2].startsWith(">=");
        double limit = Double.parseDouble(atLeast ? words[2].substring(2) : words[2]);
        String peer = words.length == 5 ? words[3] : null;
        OptionalDouble reached = peer == null ? value(task, ours(), figure) : ratio(task, figure, peer);
        if (reached.isEmpty() || failures(task, ours()) > 0) {
            out.printf("    %-12s %s%n", "no figure", words[words.length - 1]);
            return;
        }
        double value = reached.getAsDouble();
        boolean met = atLeast ? value >= limit : value <= limit;
        String shown = peer == null ? figure.show(value) : "%.2f of %s's".formatted(value, peer);
        out.printf("    %-12s %s: %s%n", met ? "reached" : "not reached", words[words.length - 1], shown);
    }

    private String result() {
        StringJoiner lines = new StringJoiner("\n", "task\tsubject\tfigure\tvalue\n", "\n");
        for (String task : tasks) {
            for (String subject : subjects) {
                for (Figure figure : Figure.values()) {
                    value(task, subject, figure).ifPresent(value -> lines.add(String.join("\t", task, subject,
                            figure.name().toLowerCase(), figure.show(value))));
                }
            }
        }
        return lines.toString();
    }

    public static void main(String[] args) throws IOException {
        Report report = new Report(Files.readAllLines(Path.of(args[0])), Arrays.asList(args).subList(3, args.length));
        report.printTasks(System.out);
        report.printAims(System.out, Files.readAllLines(Path.of(args[1])));
        Files.writeString(Path.of(args[2]), report.result());
    }
}
