/** What something costs, whatever else the machine does. */

/** @returns seconds of this process' own work, for bounds that only an algorithm of another order breaks */
export function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
