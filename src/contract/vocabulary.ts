/** The words by which findings and environments are told apart. */

/** What transforms are about, in the order in which the documentation lists them. */
export const GROUPS = {
  security: 'What an attacker could use',
  'supply-chain': 'Which software runs',
  availability: 'What keeps running when something goes away',
  resources: 'What workloads need, and what they may take',
  correctness: 'What cannot work as it is written',
  metadata: 'What objects say of themselves',
} as const;

export type Group = keyof typeof GROUPS;

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** From the least serious to the most. */
export const TIERS = ['development', 'test', 'staging', 'production'] as const;

export type Tier = (typeof TIERS)[number];

/** Environments whose pods may be away: nobody is woken up by it. */
export function isForTrials(tier: Tier | undefined): boolean {
  return tier === 'development' || tier === 'test';
}

/** How serious a tier is; -1 for one that nobody knows. */
export function rankOf(tier: Tier | undefined): number {
  return tier === undefined ? -1 : TIERS.indexOf(tier);
}
