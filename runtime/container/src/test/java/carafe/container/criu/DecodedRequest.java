package carafe.container.criu;

import java.util.ArrayList;
import java.util.List;

/** What CRIU reads from a request; fields by their number in criu_opts of images/rpc.proto. */
final class DecodedRequest {
    private DecodedRequest() {
    }

    static int type(CriuRequest request) {
        ProtoReader in = new ProtoReader(request.toBytes());
        in.next();
        return in.number();
    }

    /** The values of a field with numbers. */
    static List<Integer> numbers(CriuRequest request, int field) {
        List<Integer> values = new ArrayList<>();
        for (ProtoReader in = options(request); in.next();) {
            if (in.field() == field) {
                values.add(in.number());
            }
        }
        return values;
    }

    static List<String> texts(CriuRequest request, int field) {
        List<String> values = new ArrayList<>();
        for (ProtoReader in = options(request); in.next();) {
            if (in.field() == field) {
                values.add(in.text());
            }
        }
        return values;
    }

    /** The values of a field with pairs of texts, as {@code first → second}. */
    static List<String> pairs(CriuRequest request, int field) {
        List<String> values = new ArrayList<>();
        for (ProtoReader in = options(request); in.next();) {
            if (in.field() == field) {
                ProtoReader pair = in.message();
                pair.next();
                String first = pair.text();
                pair.next();
                values.add(first + " → " + pair.text());
            }
        }
        return values;
    }

    /** The values of a field with a text and a number, as {@code text → number}. */
    static List<String> numbered(CriuRequest request, int field) {
        List<String> values = new ArrayList<>();
        for (ProtoReader in = options(request); in.next();) {
            if (in.field() == field) {
                ProtoReader pair = in.message();
                pair.next();
                String first = pair.text();
                pair.next();
                values.add(first + " → " + pair.number());
            }
        }
        return values;
    }

    private static ProtoReader options(CriuRequest request) {
        ProtoReader in = new ProtoReader(request.toBytes());
        while (in.next()) {
            if (in.field() == 2) {
                return in.message();
            }
        }
        throw new AssertionError("a request without options");
    }
}
