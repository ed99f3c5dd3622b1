package carafe.spec.mount;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The options of one mount, taken together; a later word overrides an earlier one it contradicts.
 *
 * @param flags        {@link MsFlag} to set
 * @param clearedFlags flags that were asked to be off; a bind mount that is remounted may then not inherit them
 * @param propagation  changes to make after the mount, in order
 * @param recursiveSet {@link MountAttr} to set on the whole tree
 * @param recursiveClear attributes to clear on the whole tree, in the same call as recursiveSet
 * @param idMap        null without an idmapping
 * @param links        what is not to be followed
 * @param copyUp       whether a tmpfs starts with what is underneath
 * @param data         words for the file system, in order
 */
public record ParsedOptions(
        long flags,
        long clearedFlags,
        List<Propagation> propagation,
        long recursiveSet,
        long recursiveClear,
        MountOption.IdMap idMap,
        List<LinkRule> links,
        boolean copyUp,
        List<String> data) {

    public static ParsedOptions of(List<String> words) {
        long flags = 0;
        long clearedFlags = 0;
        List<Propagation> propagation = new ArrayList<>();
        long recursiveSet = 0;
        long recursiveClear = 0;
        MountOption.IdMap idMap = null;
        List<LinkRule> links = List.of();
        boolean copyUp = false;
        List<String> data = new ArrayList<>();
        for (String word : words) {
            MountOption option = MountOptions.find(word);
            if (option == null) {
                data.add(word);
            } else if (option instanceof MountOption.Flag flag) {
                flags = flag.clears() ? flags & ~flag.flags() : flags | flag.flags();
                clearedFlags = flag.clears() ? clearedFlags | flag.flags() : clearedFlags & ~flag.flags();
            } else if (option instanceof MountOption.Recursive tree) {
                long bits = tree.attribute();
                recursiveSet = tree.clears() ? recursiveSet & ~bits : recursiveSet | bits;
                recursiveClear = tree.clears() ? recursiveClear | bits : recursiveClear & ~bits;
                if ((bits & ~MountAttr.MOUNT_ATTR__ATIME) == 0) {
                    // The access time is one value in several bits, not a flag of its own each.
                    recursiveClear |= MountAttr.MOUNT_ATTR__ATIME;
                }
            } else if (option instanceof MountOption.Propagate change) {
                propagation.add(change.propagation());
            } else if (option instanceof MountOption.IdMap map) {
                idMap = map;
            } else if (option instanceof MountOption.Link link) {
                links = links.isEmpty() ? new ArrayList<>() : links;
                links.add(link.rule());
            } else {
                copyUp = true;
            }
        }
        return new ParsedOptions(flags, clearedFlags, Collections.unmodifiableList(propagation),
                recursiveSet, recursiveClear, idMap, links, copyUp, Collections.unmodifiableList(data));
    }

    public boolean isBind() {
        return (flags & MsFlag.MS_BIND) != 0;
    }

    /** Whether the source is opened without following it if it is a link. */
    public boolean opensSourceItself() {
        return links.contains(LinkRule.SRC_NOFOLLOW) || links.contains(LinkRule.COPY_SYMLINK);
    }

    /** Whether mount_setattr(2) with AT_RECURSIVE has anything to do. */
    public boolean changesTree() {
        return recursiveSet != 0 || recursiveClear != 0;
    }

    /** The words for the file system as the last argument of mount(2) wants them. */
    public String dataText() {
        return String.join(",", data);
    }
}
