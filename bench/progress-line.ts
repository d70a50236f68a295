// The progress, on one line of a terminal, and on a line now and then elsewhere.

const PRINT_EVERY_MS = 15_000;

export interface ProgressLine {
  show(done: number, total: number, what: string): void;
  end(): void;
}

export function createProgressLine(
  title: string,
  out: { isTTY?: boolean; write(text: string): unknown } = process.stdout,
): ProgressLine {
  let printedAt = Number.NEGATIVE_INFINITY;
  out.write(`${title}\n`);

  return {
    show(done, total, what) {
      const line = `  ${Math.floor((done * 100) / total)} %  ${what}`;
      if (out.isTTY) return void out.write(`\r\u001B[K${line}`);
      if (performance.now() - printedAt < PRINT_EVERY_MS) return;
      printedAt = performance.now();
      out.write(`${line}\n`);
    },
    end() {
      if (out.isTTY) out.write("\r\u001B[K");
    },
  };
}
