import type { Evidence } from '../../src/transform.ts';

/** What the configuration may say of all Jobs. */
export interface JobOptions {
  readonly startingDeadlineSeconds?: number;
  readonly lateStarts: boolean;
  readonly concurrencyPolicy: string;
  readonly activeDeadlineSeconds?: number;
  readonly ttlSecondsAfterFinished: number;
  readonly timeZone?: string;
  readonly apiDefaults: boolean;
}

export type Configured = (option: keyof JobOptions & string, says: string) => Evidence | undefined;
