Page({ data: { connected: false } });
