"""第一次使用: three short pages before the empty 工作台."""
