/** Network devices of a container, by netlink (rtnetlink(7)) and the few older ioctls that say the same in less. */
package carafe.container.setup.net;
