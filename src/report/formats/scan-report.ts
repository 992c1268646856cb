/** What `scan` reports: the findings of a plan, and where it could not look. */
import type { Fix, Plan } from '../../plan/model/result.ts';
import type { Kustomized } from '../graph/kustomizations.ts';
import type { Secrets } from '../secrets/secrets.ts';

export interface ScanReport {
  /** Version of kustomend. */
  readonly version: string;
  readonly plan: Plan;
  /** Exempt ones and those of a baseline are not among them. */
  readonly findings: readonly Fix[];
  /** What is not printed. */
  readonly secrets: Secrets;
  /** Who uses what; worked out for formats that show it. */
  readonly kustomizations: () => readonly Kustomized[];
}
