// What is going on, on one line where somebody looks, and on a line now and then where nobody does.

const SAY_EVERY_MS = 15_000;

export interface ProgressLine {
  show(done: number, total: number, what: string): void;
  end(): void;
}

export function createProgressLine(
  title: string,
  out: { isTTY?: boolean; write(text: string): unknown } = process.stdout,
): ProgressLine {
  let saidAt = Number.NEGATIVE_INFINITY;
  out.write(`${title}\n`);

  return {
    show(done, total, what) {
      const line = `  ${Math.floor((done * 100) / total)} %  ${what}`;
      if (out.isTTY) return void out.write(`\r\u001B[K${line}`);
      if (performance.now() - saidAt < SAY_EVERY_MS) return;
      saidAt = performance.now();
      out.write(`${line}\n`);
    },
    end() {
      if (out.isTTY) out.write("\r\u001B[K");
    },
  };
}
