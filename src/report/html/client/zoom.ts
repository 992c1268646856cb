/** A picture that is larger than its window: nearer and further, by buttons and by keys. */

const STEP = 1.25;
const [SMALLEST, LARGEST] = [0.2, 4];

/** @param region around the picture, which scrolls and takes the focus */
export function installZoom(region: HTMLElement): void {
  const svg = region.querySelector('svg');
  if (svg === null) return;
  const [width, height] = [Number(svg.getAttribute('width')), Number(svg.getAttribute('height'))];
  let scale = 1;
  const show = (wanted: number) => {
    const before = scale;
    scale = Math.min(Math.max(wanted, SMALLEST), LARGEST);
    svg.setAttribute('width', String(Math.round(width * scale)));
    svg.setAttribute('height', String(Math.round(height * scale)));
    // What is in the middle stays there.
    const [x, y] = [region.clientWidth / 2, region.clientHeight / 2];
    region.scrollLeft = ((region.scrollLeft + x) * scale) / before - x;
    region.scrollTop = ((region.scrollTop + y) * scale) / before - y;
  };
  const whole = () => Math.min(region.clientWidth / width, region.clientHeight / height, 1);
  const acts: readonly (readonly [key: string, label: string, act: () => void])[] = [
    ['+', 'Nearer', () => show(scale * STEP)],
    ['-', 'Further', () => show(scale / STEP)],
    ['0', 'Real size', () => show(1)],
    ['w', 'Whole', () => show(whole())],
  ];
  const tools = document.createElement('div');
  tools.className = 'zoom';
  tools.append(...acts.map(([key, label, act]) => toolOf(key, label, act)));
  region.before(tools);
  region.addEventListener('keydown', event => {
    const act = acts.find(([key]) => key === event.key)?.[2];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // To the page around it the key may mean something else.
    event.stopPropagation();
    act();
  });
}

function toolOf(key: string, label: string, act: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = `${label} (${key})`;
  button.setAttribute('aria-keyshortcuts', key);
  button.addEventListener('click', act);
  return button;
}
