/** Colours as the printers take them: who prints decides whether they do anything. */
import { styleText } from 'node:util';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

type Paint = (text: string) => string;

export interface Colors extends Readonly<Record<Style, Paint>> {
  /** Whether painting changes anything. */
  readonly isEnabled: boolean;
}

/** Whether a stream takes colours is known to who calls this: node is not asked again. */
export function createColors(isEnabled: boolean): Colors {
  const paint = (style: Style): Paint =>
    isEnabled ? text => styleText(style, text, { validateStream: false }) : text => text;
  return {
    isEnabled,
    bold: paint('bold'),
    dim: paint('dim'),
    red: paint('red'),
    green: paint('green'),
    yellow: paint('yellow'),
    cyan: paint('cyan'),
  };
}

/** For files, pipes and tests. */
export const PLAIN: Colors = createColors(false);
