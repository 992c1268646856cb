/** What goes into a screen besides the state, and what comes of it. */
import type { Mask } from '../../report/secrets/mask.ts';
import type { Colors } from '../../report/words/colors.ts';
import type { Facts } from '../known/facts.ts';
import type { PageName } from '../state/state.ts';
import type { Line, Size } from '../terminal/lines.ts';
import type { Extent } from '../terminal/scrolls.ts';

/** What a screen is told besides the state. */
export interface Told {
  /** Of the item on the screen; undefined while it is worked out. */
  readonly facts: Facts | undefined;
  /** Whether the configuration can say anything of it, as far as that is worked out. */
  readonly isStatable: boolean;
  /** A page that is read. */
  readonly page: (page: PageName) => readonly string[];
  /** What is written once it is confirmed. */
  readonly proven: (size: Size) => readonly string[];
  readonly mask: Mask;
  readonly colors: Colors;
  /** Paints lines of a diff; undefined where they could not be. */
  readonly filter?: ((lines: readonly string[]) => readonly string[] | undefined) | undefined;
}

export interface Screen {
  /** As many as the screen has at most, none of them wider than it is. */
  readonly lines: readonly Line[];
  readonly extent: Extent;
}
