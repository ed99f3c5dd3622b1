package carafe.container.lifecycle;

import carafe.container.Notices;
import carafe.kernel.Kernel;
import carafe.spec.State;
import java.util.ArrayList;
import java.util.List;

/** All containers below one state root. */
public final class ListContainers {
    private final Kernel kernel;
    private final ContainerStore store;
    private final Notices notices;

    public ListContainers(Kernel kernel, ContainerStore store, Notices notices) {
        this.kernel = kernel;
        this.store = store;
        this.notices = notices;
    }

    /** Sorted by id, without those that are deleted meanwhile; null if the state root does not exist. */
    public List<State> list() {
        List<String> ids = store.ids();
        if (ids == null) {
            return null;
        }
        UserNames users = ids.isEmpty() ? null : UserNames.ofHost(kernel);
        List<State> states = new ArrayList<>();
        for (String id : ids) {
            int mark = kernel.arena().mark();
            try {
                State state = find(new ContainerId(id), users);
                if (state != null) {
                    states.add(state);
                }
            } catch (RuntimeException e) {
                notices.warning("load container " + id + ": " + e.getMessage());
            }
            kernel.arena().reset(mark);
        }
        return states;
    }

    /** Null if it is not complete yet, or not any more. */
    private State find(ContainerId id, UserNames users) {
        try {
            return read(id, users);
        } catch (RuntimeException e) {
            if (store.isChanging(id)) {
                return null;
            }
        }
        // its create has just come to its end; if not, something is wrong with it
        return read(id, users);
    }

    private State read(ContainerId id, UserNames users) {
        try (Container container = Container.open(kernel, store, id)) {
            return container.stateOwnedBy(users.of(container.directory().ownerUid()));
        }
    }
}
