/** What is asked and read in between. Enter takes it, Escape goes back. */
import { installZoom } from '../../../report/html/client/zoom.ts';
import { RefusedError, type Setting } from './server.ts';

function dialogOf(id: string): HTMLDialogElement {
  return document.querySelector<HTMLDialogElement>(`#${id}`)!;
}

/** @param take with false the dialog stays, and says why */
function open(dialog: HTMLDialogElement, take: () => Promise<string | undefined>): void {
  const form = dialog.querySelector('form')!;
  const said = dialog.querySelector<HTMLElement>('[role=alert]');
  if (said !== null) said.textContent = '';
  form.onsubmit = event => {
    const isTaken = (event.submitter as HTMLButtonElement | null)?.value === 'ok';
    if (!isTaken) return;
    event.preventDefault();
    take().then(
      refusal => {
        if (refusal === undefined) dialog.close();
        else if (said !== null) said.textContent = refusal;
      },
      (error: unknown) => {
        if (said === null || !(error instanceof RefusedError)) throw error;
        said.textContent = error.message;
      },
    );
  };
  dialog.returnValue = '';
  dialog.showModal();
}

/** @param take returns why the text is not taken */
export function askReason(take: (reason: string) => Promise<string | undefined>): void {
  const dialog = dialogOf('reason');
  const input = dialog.querySelector('input')!;
  input.value = '';
  open(dialog, () => take(input.value));
}

export function askSetting(
  settings: readonly Setting[],
  take: (setting: Setting, text: string) => Promise<string | undefined>,
): void {
  const dialog = dialogOf('stating');
  const [select, input] = [dialog.querySelector('select')!, dialog.querySelector('input')!];
  const says = dialog.querySelector<HTMLElement>('.says')!;
  select.replaceChildren(...settings.map(({ name }, index) => new Option(name, String(index))));
  const show = () => {
    const { says: text, now } = settings[Number(select.value)]!;
    says.textContent = now === '' ? text : `${text}; now: ${now}`;
  };
  select.onchange = show;
  input.value = '';
  show();
  open(dialog, () => take(settings[Number(select.value)]!, input.value));
  if (settings.length === 1) input.focus();
}

export function read(title: string, text: string): void {
  const dialog = dialogOf('reading');
  dialog.querySelector('h2')!.textContent = title;
  dialog.querySelector('pre')!.textContent = text;
  dialog.showModal();
}

/** @param markup by the server, which escapes what it says */
export function readMap(markup: string): void {
  const dialog = dialogOf('mapping');
  const drawn = dialog.querySelector('.drawn')!;
  drawn.innerHTML = markup;
  for (const map of drawn.querySelectorAll<HTMLElement>('.map')) installZoom(map);
  dialog.showModal();
}

export function readKeys(): void {
  dialogOf('keys').showModal();
}

export function confirmDrop(drop: () => Promise<void>): void {
  open(dialogOf('dropping'), () => drop().then(() => undefined));
}

/** @param markup by the server, which escapes what it says */
export function confirmWrite(summary: string, markup: string, write: () => Promise<void>): void {
  const dialog = dialogOf('proving');
  dialog.querySelector('pre')!.textContent = summary;
  dialog.querySelector('.diffs')!.innerHTML = markup;
  open(dialog, () => write().then(() => undefined));
}

export function isAsking(): boolean {
  return document.querySelector('dialog[open]') !== null;
}
