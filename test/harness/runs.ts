/** How often a property is tried: `KUSTOMEND_RUNS` times where that is set, else as often as every run can bear. */
export function runs(usual: number): number {
  return Number(process.env.KUSTOMEND_RUNS ?? usual);
}
