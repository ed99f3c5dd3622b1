/**
 * Cache and memory bandwidth by the resctrl file system (Documentation/filesystems/resctrl.rst of the kernel):
 * {@code linux.intelRdt}.
 *
 * <pre>
 *   /sys/fs/resctrl/                  the default class of service, of whoever is in no other
 *     info/L3, info/MB                which resources can be divided
 *     info/last_cmd_status            why the kernel refused the last write
 *     CLOS/                           a class: closID, or the container's id
 *       schemata                      its share of each resource
 *       tasks                         its processes; children are born into their parent's class
 *       mon_data/                     what the class uses
 *       mon_groups/ID/tasks           those of one container, so that it is counted by itself
 *       mon_groups/ID/mon_data/
 * </pre>
 */
package carafe.container.rdt;
