/** Tags that are versions. */

/** Three numbers and nothing behind them: `1.27.3`, `v2.0.0`. */
const STABLE = /^v?\d+\.\d+\.\d+$/;

/** The stable versions among tags, the newest first. */
export function stableVersions(tags: readonly string[]): string[] {
  return tags.filter(tag => STABLE.test(tag)).sort((a, b) => compareVersions(b, a));
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map(each => each.replace(/^v/, '').split('.').map(Number));
  const index = left!.findIndex((number, at) => number !== right![at]);
  return index < 0 ? 0 : left![index]! - right![index]!;
}
