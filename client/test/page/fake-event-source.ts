// jsdom has no EventSource. This one emits what a test gives it.

export class FakeEventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  static readonly opened: FakeEventSource[] = [];

  /** The stream that was opened last at this address. */
  static last(url: string): FakeEventSource {
    const found = FakeEventSource.opened.findLast((source) => source.url === url);
    if (!found) throw new Error(`no stream is open at ${url}`);
    return found;
  }

  readonly url: string;
  readyState = FakeEventSource.CONNECTING;
  #ids = 0;

  constructor(url: string) {
    super();
    this.url = url;
    FakeEventSource.opened.push(this);
  }

  open(): void {
    this.readyState = FakeEventSource.OPEN;
    this.dispatchEvent(new Event("open"));
  }

  emit(type: string, data: unknown): void {
    this.#ids += 1;
    this.dispatchEvent(
      new MessageEvent(type, { data: JSON.stringify(data), lastEventId: String(this.#ids) }),
    );
  }

  /** Loses the connection. The browser tries again by itself, unless the answer was an error. */
  fail({ isFinal }: { isFinal: boolean }): void {
    this.readyState = isFinal ? FakeEventSource.CLOSED : FakeEventSource.CONNECTING;
    this.dispatchEvent(new Event("error"));
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }
}
