package carafe.container.criu;

import carafe.container.Refused;

/**
 * How CRIU locks connections while they are saved or restored: {@code criu_network_lock_method} of images/rpc.proto.
 * The images tell how it was done; CRIU takes no notice of what a restore asks for.
 */
public enum NetworkLock {
    IPTABLES("iptables", 1),
    NFTABLES("nftables", 2),
    SKIP("skip", 3);

    private final String word;
    private final int number;

    NetworkLock(String word, int number) {
        this.word = word;
        this.number = number;
    }

    /**
     * @param word null for CRIU's default
     * @throws Refused if there is no such method
     */
    public static NetworkLock of(String word) {
        for (NetworkLock lock : values()) {
            if (lock.word.equals(word)) {
                return lock;
            }
        }
        if (word == null) {
            return null;
        }
        throw new Refused("--network-lock " + word + ": expected iptables, nftables or skip");
    }

    int number() {
        return number;
    }
}
