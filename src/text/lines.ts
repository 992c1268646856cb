/** The lines of a text, for who looks at a few of them again and again. */
import { memoizedText } from './memo.ts';

const MOST_TEXTS = 16;

/** Without their ends; those of the last texts are kept. */
export const linesOf = memoizedText(MOST_TEXTS, (text): readonly string[] => text.split(/\r?\n/));
