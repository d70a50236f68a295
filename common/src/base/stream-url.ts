// Which buses deliver nothing, so that consumers read from them: event streams. Known by their URL.

/** Whether an EVENT_BUS_URL names the servers of an event stream (NATS, RabbitMQ) instead of a bus like ours. */
export function isStreamUrl(url: string): boolean {
  return /^(nats|tls):/.test(url) || isRabbitMqUrl(url);
}

export function isRabbitMqUrl(url: string): boolean {
  return /^amqps?:/.test(url);
}
