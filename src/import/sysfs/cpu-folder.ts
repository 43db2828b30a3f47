/** With a folder `cpu0`, `cpu1`, … for each CPU: Linux, Documentation/ABI/testing/sysfs-devices-system-cpu. */
export const cpuFolder = "sys/devices/system/cpu";
