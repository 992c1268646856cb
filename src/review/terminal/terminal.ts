/** A terminal as a review needs it: keys one by one, a screen of its own, and everything as it was at the end. */
import type { ReadStream, WriteStream } from 'node:tty';
import { keysIn } from './keystrokes.ts';
import type { Line, Size } from './lines.ts';

export interface TerminalStreams {
  readonly input: ReadStream;
  readonly output: WriteStream;
  /** Who gets the signals of the process. */
  readonly signals: Pick<NodeJS.Process, 'on' | 'off'>;
  /** Writes to the output, with nothing in it that is secret. */
  readonly write: (text: string) => void;
}

export interface Terminal {
  size(): Size;
  draw(lines: readonly Line[]): void;
  close(): void;
}

/** A screen of its own comes and goes, and leaves what was there. */
const ENTER = '\u001b[?1049h';
const LEAVE = '\u001b[?1049l';
const HOME = '\u001b[H';
const REST_OF_LINE = '\u001b[K';
const REST_OF_SCREEN = '\u001b[J';

const ENDS = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;

/**
 * @param onKey gets `interrupt`, too, when the process is to end or nobody is there any more
 * @param onResize the size is another
 */
export function openTerminal(
  { input, output, signals, write }: TerminalStreams,
  onKey: (key: string) => void,
  onResize: () => void,
): Terminal {
  const onData = (sent: string | Buffer) => {
    for (const key of keysIn(String(sent))) onKey(key);
  };
  const onEnd = () => onKey('interrupt');
  input.setRawMode(true);
  input.setEncoding('utf8');
  input.on('data', onData);
  input.on('end', onEnd);
  output.on('resize', onResize);
  for (const signal of ENDS) signals.on(signal, onEnd);
  input.resume();
  write(ENTER);
  return {
    size: () => ({ columns: output.columns || 80, rows: output.rows || 24 }),
    draw(lines) {
      write(`${HOME}${lines.map(line => `${line}${REST_OF_LINE}`).join('\r\n')}${REST_OF_SCREEN}`);
    },
    close() {
      input.off('data', onData);
      input.off('end', onEnd);
      output.off('resize', onResize);
      for (const signal of ENDS) signals.off(signal, onEnd);
      input.setRawMode(false);
      input.pause();
      write(LEAVE);
    },
  };
}
