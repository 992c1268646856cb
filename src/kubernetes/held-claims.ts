/** Rollouts that start a new pod beside the old one, and claims that only one of the two may hold. */

/** Modes in which a claim is for one node or one pod at a time. */
export type HeldMode = 'ReadWriteOnce' | 'ReadWriteOncePod';

type Fields = Readonly<Record<string, unknown>>;

/** Names of the claims that all pods of a template share, and may write to. */
export function sharedClaims({ volumes }: Fields): readonly string[] {
  const list: readonly unknown[] = Array.isArray(volumes) ? volumes : [];
  return list.flatMap(volume => {
    const claim = isMap(volume) ? volume.persistentVolumeClaim : undefined;
    return isMap(claim) && claim.readOnly !== true ? [String(claim.claimName)] : [];
  });
}

/** The mode of a claim that only one pod or one node may hold; undefined for one that several may. */
export function heldMode({ spec }: Fields): HeldMode | undefined {
  const modes: readonly unknown[] = isMap(spec) && Array.isArray(spec.accessModes) ? spec.accessModes : [];
  const [mode, other] = modes;
  if (other !== undefined) return undefined;
  return mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod' ? mode : undefined;
}

/** Of a Deployment, by its strategy, which rolls unless it says otherwise; without a surge the old pod goes first. */
export function startsBeside({ spec }: Fields): boolean {
  const strategy = isMap(spec) && isMap(spec.strategy) ? spec.strategy : {};
  if ((strategy.type ?? 'RollingUpdate') !== 'RollingUpdate') return false;
  const { maxSurge: surge } = isMap(strategy.rollingUpdate) ? strategy.rollingUpdate : ({} as Fields);
  return surge !== 0 && surge !== '0' && surge !== '0%';
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
