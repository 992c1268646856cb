/**
 * Planted defects of which defects.yaml and the transforms say different things: defect -> what speaks for today's
 * outcome. Each goes away when one side gives in; the test says when an entry is no longer needed.
 */
export const DISPUTED: Readonly<Record<string, string>> = {};
