/** Which files sops can encrypt as they are: those of which no finding says that something comes first. */
import { isWithin } from '../../kustomize/files/files.ts';
import { planAsking, type Session } from './session.ts';

/** The transform whose findings are about Secrets in clear. */
export const SOPS = 'sops';
/** What it says in few words of one that is ready. */
const READY = 'Secret that SOPS can encrypt';

export interface ToEncrypt {
  readonly file: string;
}

export interface FilesToEncrypt {
  readonly ready: readonly ToEncrypt[];
  /** Secrets of which something else comes first. */
  readonly waiting: number;
}

/** All roots have their say of a file, whichever are named: one that does not decrypt would apply what is encrypted. */
export function filesToEncrypt(session: Session): FilesToEncrypt {
  const { input, named } = session;
  const everywhere = { ...input, selection: { ...input.selection, paths: [] } };
  const found = planAsking(session, everywhere).fixes.filter(
    ({ transform, status }) => transform === SOPS && status !== 'ignored',
  );
  const fileOf = ({ subject }: (typeof found)[number]) => subject.at.replace(/:\d+$/, '');
  const [ready, others] = [
    found.filter(({ brief }) => brief === READY),
    found.filter(({ brief }) => brief !== READY),
  ];
  const waiting = new Set(others.map(fileOf));
  const isNamed = (roots: readonly string[]) =>
    named.length === 0 || roots.some(root => named.some(folder => isWithin(folder, root)));
  const files = new Set(ready.filter(({ roots }) => isNamed(roots)).map(fileOf));
  return {
    ready: [...files]
      .filter(file => !waiting.has(file))
      .sort()
      .map(file => ({ file })),
    waiting: others.filter(({ roots }) => isNamed(roots)).length,
  };
}
