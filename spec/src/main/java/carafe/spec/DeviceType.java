package carafe.spec;

import carafe.spec.json.SpecWord;
import carafe.spec.json.Vocabulary;

/** Kinds of device nodes, with their file type for mknod(2) (linux/stat.h). */
public enum DeviceType implements SpecWord {
    CHAR("c", 0020000),
    BLOCK("b", 0060000),
    /** An unbuffered character device: another name of {@link #CHAR}. */
    UNBUFFERED("u", 0020000),
    FIFO("p", 0010000);

    public static final Vocabulary<DeviceType> WORDS = Vocabulary.of(values());

    private final String word;
    private final int fileType;

    DeviceType(String word, int fileType) {
        this.word = word;
        this.fileType = fileType;
    }

    @Override
    public String word() {
        return word;
    }

    /** S_IF*. */
    public int fileType() {
        return fileType;
    }
}
