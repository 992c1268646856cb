/** Which files sops can encrypt as they are: those of which no finding says that something comes first. */
import { isWithin } from '../../kustomize/files/files.ts';
import { variantsIn } from '../../plan/model/variants.ts';
import { splitAt } from '../../report/words/words.ts';
import { planAsking, type Session } from './session.ts';

/** The transform whose findings are about Secrets in clear. */
export const SOPS = 'sops';
/** Its message of one that is ready. */
const READY = 'ready';

export interface FilesToEncrypt {
  readonly ready: readonly string[];
  /** Secrets of which something else comes first. */
  readonly waiting: number;
}

/** All roots have their say of a file, whichever are named: one that does not decrypt would apply what is encrypted. */
export function filesToEncrypt(session: Session): FilesToEncrypt {
  const { input, named } = session;
  const everywhere = { ...input, selection: { ...input.selection, paths: [] } };
  // Secrets of one name are one finding, whichever files they stand in.
  const found = planAsking(session, everywhere)
    .fixes.filter(({ transform, status }) => transform === SOPS && status !== 'ignored')
    .flatMap(fix =>
      variantsIn(fix).map(({ at, roots }) => ({
        file: splitAt(at).file,
        roots,
        isReady: fix.fault === READY,
      })),
    );
  const others = found.filter(({ isReady }) => !isReady);
  const waiting = new Set(others.map(({ file }) => file));
  const isNamed = ({ roots }: (typeof found)[number]) =>
    named.length === 0 || roots.some(root => named.some(folder => isWithin(folder, root)));
  const ready = found.filter(each => each.isReady && isNamed(each)).map(({ file }) => file);
  return {
    ready: [...new Set(ready)].filter(file => !waiting.has(file)).sort(),
    waiting: others.filter(isNamed).length,
  };
}
