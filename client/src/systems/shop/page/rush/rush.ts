// Forty orders at once for ten pieces. All of them are answered 201, PENDING: whether there is enough is decided later, order by
// order, by product-service's reservation alone. This places them, and looks until each is decided.

import { newIdempotencyKey } from "../../../../http/idempotency-key.ts";
import { createStore, type Store } from "../../../../ui/store.ts";
import type { Order, OrderStatus } from "../../api/orders.ts";
import type { Product } from "../../api/products.ts";

export const ORDERS = 40;
export const PIECES = 10;

/** sending: not answered yet. unplaced: refused, or without an answer. */
export type Square = "sending" | "unplaced" | OrderStatus;

export interface Rush {
  phase: "creating" | "placing" | "deciding" | "decided";
  squares: readonly Square[];
  left: number;
  /** Since the first order was sent. */
  ms: number;
  /** Why the services do not answer the page at the moment. */
  trouble?: string | undefined;
}

export interface RushSteps {
  createProduct(key: string): Promise<Pick<Product, "id">>;
  placeOrder(productId: string, key: string): Promise<Pick<Order, "id" | "status">>;
  /** What became of the newest orders, by id, and how many pieces are left. */
  look(productId: string): Promise<{ left: number; states: ReadonlyMap<string, OrderStatus> }>;
  inWords(error: unknown): string;
}

export interface RushRun {
  state: Store<Rush | undefined>;
  /** Resolves when all are decided, or when it was stopped. Rejects when the product cannot be created. */
  start(): Promise<void>;
  stop(): void;
}

const LOOK_AGAIN_MS = 120;

export function createRush(steps: RushSteps, now = () => performance.now()): RushRun {
  const state = createStore<Rush | undefined>(undefined);
  let isStopped = false;

  function change(part: Partial<Rush>): void {
    const before = state.get();
    if (before) state.set({ ...before, ...part });
  }

  function setSquare(index: number, square: Square): void {
    const { squares = [] } = state.get() ?? {};
    change({ squares: squares.with(index, square) });
  }

  async function placeAll(productId: string): Promise<(string | undefined)[]> {
    return Promise.all(
      Array.from({ length: ORDERS }, async (_, index) => {
        try {
          const { id, status } = await steps.placeOrder(productId, newIdempotencyKey());
          setSquare(index, status);
          return id;
        } catch (error) {
          setSquare(index, "unplaced");
          change({ trouble: steps.inWords(error) });
          return undefined;
        }
      }),
    );
  }

  return {
    state,

    async start() {
      isStopped = false;
      const squares = Array.from({ length: ORDERS }, () => "sending" as const);
      state.set({ phase: "creating", squares, left: PIECES, ms: 0 });
      const { id } = await steps.createProduct(newIdempotencyKey()).catch((error: unknown) => {
        state.set(undefined);
        throw error;
      });
      const startedAt = now();
      change({ phase: "placing" });
      const ids = await placeAll(id);
      change({ phase: "deciding" });

      while (!isStopped && !isDecided(state.get())) {
        try {
          const { left, states } = await steps.look(id);
          const seen = (state.get()?.squares ?? []).map(
            (square, index) => states.get(ids[index] ?? "") ?? square,
          );
          change({ squares: seen, left, ms: now() - startedAt, trouble: undefined });
        } catch (error) {
          change({ ms: now() - startedAt, trouble: steps.inWords(error) });
        }
        if (!isDecided(state.get())) await pause(LOOK_AGAIN_MS);
      }
      if (isDecided(state.get())) change({ phase: "decided" });
    },

    stop() {
      isStopped = true;
    },
  };
}

/** The stock is read from a list that may be a moment older than the orders: the sums must agree as well. */
export function isDecided(rush: Rush | undefined): boolean {
  if (!rush || rush.phase === "creating" || rush.phase === "placing") return false;
  const { sold, waiting } = countOf(rush.squares);
  return waiting === 0 && rush.left === PIECES - sold;
}

export interface RushCount {
  sold: number;
  refused: number;
  waiting: number;
  unplaced: number;
}

export function countOf(squares: readonly Square[]): RushCount {
  const count = (...which: Square[]) => squares.filter((each) => which.includes(each)).length;
  return {
    sold: count("PROCESSING", "SHIPPED", "DELIVERED"),
    refused: count("CANCELLED"),
    waiting: count("sending", "PENDING"),
    unplaced: count("unplaced"),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
