// The layout of the map: the bus in the middle, the services in two columns beside it, always in the same
// places. Every wire is a straight level line, so that a train of dots can be read. Pure numbers, in pixels.

import type { Services } from "../../systems/system.ts";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** From where a dot leaves to where it arrives. */
export interface Wire {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

export interface MapLayout {
  height: number;
  bus: Box;
  nodes: Map<string, Box>;
  /** "publish mine" and "deliver mine", by service; "publish" alone comes from outside of the system. */
  wires: Map<string, Wire>;
}

const NODE_HEIGHT = 88;
const GAP = 24;
const TOP = 40;
const NARROW = 560;

/** `unit`: how many pixels a sixteenth of the text size is; larger for a presenter. */
export function layOut(
  names: readonly string[],
  services: Services,
  width: number,
  unit = 1,
): MapLayout {
  const isNarrow = width < NARROW * unit;
  const columns = isNarrow ? { left: [], right: [...names] } : sideBySide(names, services);
  const rows = Math.max(1, columns.left.length, columns.right.length);
  const [nodeHeight, gap, top] = [NODE_HEIGHT * unit, GAP * unit, TOP * unit];
  const height = top + rows * nodeHeight + (rows - 1) * gap + 8 * unit;
  const nodeWidth = isNarrow
    ? width * 0.54
    : Math.min(230 * unit, Math.max(150 * unit, width * 0.21));
  const busWidth = isNarrow
    ? width * 0.2
    : Math.min(230 * unit, Math.max(120 * unit, width * 0.19));
  const bus = {
    x: isNarrow ? 0 : (width - busWidth) / 2,
    y: top,
    width: busWidth,
    height: height - top - 8 * unit,
  };

  const nodes = new Map<string, Box>();
  const wires = new Map<string, Wire>();
  const middle = bus.x + bus.width / 2;
  wires.set("publish", { x1: middle, y1: 6 * unit, x2: middle, y2: bus.y });
  for (const side of ["left", "right"] as const) {
    for (const [row, name] of columns[side].entries()) {
      const x = side === "left" ? 0 : width - nodeWidth;
      const y = top + row * (nodeHeight + gap);
      nodes.set(name, { x, y, width: nodeWidth, height: nodeHeight });
      const [atNode, atBus] = side === "left" ? [nodeWidth, bus.x] : [x, bus.x + bus.width];
      const [publishY, deliverY] = [y + nodeHeight * 0.3, y + nodeHeight * 0.74];
      wires.set(`publish ${name}`, { x1: atNode, y1: publishY, x2: atBus, y2: publishY });
      wires.set(`deliver ${name}`, { x1: atBus, y1: deliverY, x2: atNode, y2: deliverY });
    }
  }
  return { height, bus, nodes, wires };
}

// A service that is not the system's goes where there is more room, in the order of arrival: no other node moves.
function sideBySide(names: readonly string[], services: Services) {
  const columns = { left: [] as string[], right: [] as string[] };
  const ordered = [...services.keys()].filter((name) => names.includes(name));
  for (const name of [...ordered, ...names.filter((each) => !services.has(each))]) {
    const emptier = columns.right.length <= columns.left.length ? "right" : "left";
    columns[services.get(name)?.home ?? emptier].push(name);
  }
  return columns;
}
