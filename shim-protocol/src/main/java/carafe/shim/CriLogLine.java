package carafe.shim;

/**
 * A record of a CRI log as a reader sees it.
 *
 * @param timestamp as written, with nine digits of fraction and the zone's offset
 * @param partial whether the line goes on in the next record of the same stream
 */
public record CriLogLine(String timestamp, Stream stream, boolean partial, String text) {

    /** Reads one record without its newline. */
    public static CriLogLine parse(String line) throws ProtocolException {
        int stream = line.indexOf(' ');
        int tag = line.indexOf(' ', stream + 1);
        int text = line.indexOf(' ', tag + 1);
        if (stream < 0 || tag < 0 || text != tag + 2 || "FP".indexOf(line.charAt(tag + 1)) < 0) {
            throw new ProtocolException("log line \"" + line + "\", expected TIMESTAMP STREAM F|P TEXT");
        }
        return new CriLogLine(line.substring(0, stream), Stream.ofLabel(line.substring(stream + 1, tag)),
                line.charAt(tag + 1) == 'P', line.substring(text + 1));
    }
}
