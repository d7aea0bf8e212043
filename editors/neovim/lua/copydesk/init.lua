--- The Neovim client of copydesk: how the server is started and for which buffers. `:Copydesk` is in sheets.lua.
---
--- Neovim 0.11 and later: `vim.lsp.enable('copydesk')` is enough (see lsp/copydesk.lua).
--- Neovim 0.10: `require('copydesk').setup()`.
local M = {}

--- The buffers copydesk is told of. Which of them are articles is the server's decision, by their
--- path and by copydesk.toml.
M.filetypes = { 'text', 'markdown', 'brat', 'bratconf', 'conllu', 'webanno', 'toml' }

--- What marks the root of a corpus.
M.root_markers = { 'copydesk.toml' }

--- The program, as `setup({ cmd = … })` or `vim.g.copydesk_cmd` names it, else from PATH.
function M.cmd()
  return vim.deepcopy(M.options and M.options.cmd or vim.g.copydesk_cmd or { 'copydesk' })
end

--- The root of the corpus that holds `path`: the nearest folder with a copydesk.toml.
function M.root(path)
  local found = vim.fs.find(M.root_markers, { path = vim.fs.dirname(path), upward = true })[1]
  return found and vim.fs.dirname(found) or nil
end

--- A TOML file concerns the server only where it is the corpus's own.
local function concerns(buffer)
  local name = vim.api.nvim_buf_get_name(buffer)
  return name ~= '' and (vim.bo[buffer].filetype ~= 'toml' or vim.fs.basename(name) == 'copydesk.toml')
end

--- The client configuration, in the form that `vim.lsp.config` takes.
function M.config()
  local cmd = M.cmd()
  table.insert(cmd, 'lsp')
  return {
    cmd = cmd,
    filetypes = M.filetypes,
    root_dir = function(buffer, start)
      local root = concerns(buffer) and M.root(vim.api.nvim_buf_get_name(buffer))
      if root then
        start(root)
      end
    end,
  }
end

--- Starts the server for `buffer` whether or not a copydesk.toml marks a corpus; without one the
--- article is compared with the open ones and with those in its folder.
function M.start(buffer)
  buffer = buffer or vim.api.nvim_get_current_buf()
  local name = vim.api.nvim_buf_get_name(buffer)
  local config = M.config()
  return vim.lsp.start({
    name = 'copydesk',
    cmd = config.cmd,
    root_dir = name ~= '' and (M.root(name) or vim.fs.dirname(name)) or nil,
  }, { bufnr = buffer })
end

--- options.cmd: the program and its own arguments, without `lsp`.
function M.setup(options)
  M.options = options or {}
  if vim.lsp.enable then
    vim.lsp.config('copydesk', M.config())
    vim.lsp.enable('copydesk')
    return
  end
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('copydesk', {}),
    pattern = M.filetypes,
    callback = function(event)
      M.config().root_dir(event.buf, function()
        M.start(event.buf)
      end)
    end,
  })
end

--- The corpus of a buffer, else its folder, else the current one.
function M.folder(buffer)
  local path = vim.api.nvim_buf_get_name(buffer or 0)
  return path ~= '' and (M.root(path) or vim.fs.dirname(path)) or vim.fn.getcwd()
end

--- The running client of a buffer, else any.
function M.client(buffer)
  return vim.lsp.get_clients({ name = 'copydesk', bufnr = buffer or 0 })[1] or vim.lsp.get_clients({ name = 'copydesk' })[1]
end

--- Stops the server and starts it anew for the buffers that it had.
function M.restart()
  for _, client in ipairs(vim.lsp.get_clients({ name = 'copydesk' })) do
    local buffers = vim.tbl_keys(client.attached_buffers)
    if vim.fn.has('nvim-0.11') == 0 then
      -- What Neovim 0.10 does with the buffers of a client that is gone fails now and then.
      for _, buffer in ipairs(buffers) do
        vim.lsp.buf_detach_client(buffer, client.id)
      end
    end
    client.stop(vim.fn.has('nvim-0.11') == 1 and client or nil)
    vim.wait(5000, function()
      return vim.lsp.get_client_by_id(client.id) == nil
    end, 20)
    for _, buffer in ipairs(buffers) do
      if vim.api.nvim_buf_is_loaded(buffer) then
        M.start(buffer)
      end
    end
  end
end

return M
