/** Planted defects of which defects.yaml and the transforms say different things, until somebody settles who is right. */
export const DISPUTED: Readonly<Record<string, { readonly now: string; readonly why: string }>> = {};
