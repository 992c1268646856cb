/** Colours as the printers take them: who prints decides whether they do anything. */
import picocolors from 'picocolors';

export type Colors = ReturnType<typeof picocolors.createColors>;

export const createColors: (enabled: boolean) => Colors = picocolors.createColors;

/** For files, pipes and tests. */
export const PLAIN: Colors = picocolors.createColors(false);
