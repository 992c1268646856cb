/** Places for the boxes of a layered graph: users left, what they use right, few crossings. */

export interface Box {
  readonly id: string;
  readonly width: number;
}

export interface Placed {
  readonly x: number;
  /** Of the middle. */
  readonly y: number;
}

export interface Layout {
  readonly places: ReadonlyMap<string, Placed>;
  /** For each edge, in the order given, the points it passes between its two boxes. */
  readonly bends: readonly (readonly Placed[])[];
  readonly width: number;
  readonly height: number;
}

const ROW = 30;
/** What a line takes that only passes a column. */
const LANE = 12;
const GAP = 70;
const SWEEPS = 12;
/** The grid of boxes without lines is about that wide. */
const WIDTH = 1400;

/** A box, or a point of a line that crosses a column. */
interface Item {
  readonly column: number;
  readonly width: number;
  readonly height: number;
  readonly left: Item[];
  readonly right: Item[];
  y: number;
}

export function layout(boxes: readonly Box[], edges: readonly (readonly [string, string])[]): Layout {
  const joined = new Set(edges.flat());
  const single = boxes.filter(box => !joined.has(box.id));
  const above = layered(
    boxes.filter(box => joined.has(box.id)),
    edges,
  );
  return single.length === 0 ? above : withGrid(above, single);
}

/** Boxes without lines, in columns below the others. */
function withGrid(above: Layout, single: readonly Box[]): Layout {
  const step = Math.max(...single.map(box => box.width)) + 16;
  const wide = Math.max(above.width, Math.min(single.length * step, WIDTH));
  const columns = Math.max(Math.floor(wide / step), 1);
  const rows = Math.ceil(single.length / columns);
  const top = above.height === 0 ? 0 : above.height + ROW;
  const places = new Map(above.places);
  for (const [index, { id }] of single.entries()) {
    places.set(id, { x: Math.floor(index / rows) * step, y: top + ((index % rows) + 0.5) * ROW });
  }
  return { ...above, places, width: Math.max(above.width, columns * step), height: top + rows * ROW };
}

function layered(boxes: readonly Box[], edges: readonly (readonly [string, string])[]): Layout {
  if (boxes.length === 0) return { places: new Map(), bends: [], width: 0, height: 0 };
  const columnOf = columnsOf(boxes, edges);
  const items = new Map<string, Item>();
  const columns: Item[][] = [];
  const add = (column: number, width: number, height: number): Item => {
    const item: Item = { column, width, height, left: [], right: [], y: 0 };
    (columns[column] ??= []).push(item);
    return item;
  };
  for (const box of boxes) items.set(box.id, add(columnOf.get(box.id)!, box.width, ROW));
  const chains = edges.map(([from, to]) => {
    const [start, end] = [items.get(from)!, items.get(to)!];
    const chain = [start];
    for (let column = start.column + 1; column < end.column; column++) chain.push(add(column, 0, LANE));
    chain.push(end);
    for (const [index, item] of chain.slice(1).entries()) {
      chain[index]!.right.push(item);
      item.left.push(chain[index]!);
    }
    return chain;
  });
  for (const column of columns) stack(column);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForward = sweep % 2 === 0;
    for (const column of isForward ? columns : columns.toReversed())
      arrange(column, isForward ? 'left' : 'right');
  }
  const top = Math.min(...columns.flat().map(item => item.y - item.height / 2));
  const xs: number[] = [];
  let x = 0;
  for (const column of columns) {
    xs.push(x);
    x += Math.max(...column.map(item => item.width)) + GAP;
  }
  const place = (item: Item): Placed => ({ x: xs[item.column]!, y: item.y - top });
  return {
    places: new Map([...items].map(([id, item]) => [id, place(item)])),
    bends: chains.map(([first, ...rest]) => {
      const end = (item: Item) =>
        xs[item.column]! + Math.max(...columns[item.column]!.map(each => each.width));
      const crossed = rest.slice(0, -1).flatMap(item => [place(item), { ...place(item), x: end(item) }]);
      return [{ ...place(first!), x: end(first!) }, ...crossed];
    }),
    width: x - GAP,
    height: Math.max(...columns.flat().map(item => item.y + item.height / 2)) - top,
  };
}

/** The longest way from a box that nobody uses; an edge that closes a cycle counts for nothing. */
function columnsOf(
  boxes: readonly Box[],
  edges: readonly (readonly [string, string])[],
): Map<string, number> {
  const uses = new Map<string, string[]>(boxes.map(box => [box.id, []]));
  for (const [from, to] of edges) uses.get(from)!.push(to);
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const forward: [string, string][] = [];
  for (const { id } of boxes) {
    // A stack of our own: a chain of kustomizations can be longer than the one of calls.
    const stack = [{ id, next: 0 }];
    if (state.has(id)) continue;
    state.set(id, 'open');
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const to = uses.get(top.id)![top.next++];
      if (to === undefined) {
        state.set(top.id, 'done');
        order.push(stack.pop()!.id);
      } else {
        if (state.get(to) !== 'open') forward.push([top.id, to]);
        if (state.has(to)) continue;
        state.set(to, 'open');
        stack.push({ id: to, next: 0 });
      }
    }
  }
  const rank = new Map(order.toReversed().map((id, index) => [id, index]));
  const columns = new Map(boxes.map(box => [box.id, 0]));
  for (const [from, to] of forward.sort(([a], [b]) => rank.get(a)! - rank.get(b)!)) {
    columns.set(to, Math.max(columns.get(to)!, columns.get(from)! + 1));
  }
  return columns;
}

/** One below the other, as they come. */
function stack(column: readonly Item[]): void {
  let y = 0;
  for (const item of column) {
    item.y = y + item.height / 2;
    y += item.height;
  }
}

/** Each item as near as possible to the middle of its neighbours on one side, in their order. */
function arrange(column: Item[], side: 'left' | 'right'): void {
  const wish = new Map(column.map(item => [item, middle(item[side]) ?? item.y]));
  column.sort((a, b) => wish.get(a)! - wish.get(b)!);
  // Items that want the same place share it as one block, whose middle is the mean of their wishes.
  const blocks: { items: Item[]; sum: number; height: number }[] = [];
  for (const item of column) {
    let block = { items: [item], sum: wish.get(item)!, height: item.height };
    for (
      let last = blocks.at(-1);
      last && bottom(last) > centre(block) - block.height / 2;
      last = blocks.at(-1)
    ) {
      blocks.pop();
      block = {
        items: [...last.items, ...block.items],
        sum: last.sum + block.sum,
        height: last.height + block.height,
      };
    }
    blocks.push(block);
  }
  for (const block of blocks) {
    let y = centre(block) - block.height / 2;
    for (const item of block.items) {
      item.y = y + item.height / 2;
      y += item.height;
    }
  }
}

const centre = (block: { items: readonly Item[]; sum: number }) => block.sum / block.items.length;
const bottom = (block: { items: readonly Item[]; sum: number; height: number }) =>
  centre(block) + block.height / 2;

function middle(neighbours: readonly Item[]): number | undefined {
  if (neighbours.length === 0) return undefined;
  return neighbours.reduce((sum, item) => sum + item.y, 0) / neighbours.length;
}
