--- The Neovim client of copydesk: how the server is started and for which buffers, and `:Copydesk`.
---
--- Neovim 0.11 and later: `vim.lsp.enable('copydesk')` is enough (see lsp/copydesk.lua).
--- Neovim 0.10: `require('copydesk').setup()`.
local M = {}

--- The buffers copydesk is told of. Which of them are articles is the server's decision, by their
--- path and by copydesk.toml.
M.filetypes = { 'text', 'markdown', 'brat', 'bratconf', 'conllu', 'toml' }

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

--- The sheets that `:Copydesk` can show, each a command of the program.
M.sheets = { 'figures', 'quotes' }

local function show(title, lines)
  vim.cmd.new()
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].buftype = 'nofile'
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].swapfile = false
  vim.api.nvim_buf_set_name(buffer, title .. ' #' .. buffer)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable = false
  vim.keymap.set('n', 'q', '<cmd>close<cr>', { buffer = buffer, desc = 'Close the sheet' })
  -- A line that begins with an article's place opens it: gF understands path:line.
  vim.keymap.set('n', '<cr>', 'gF', { buffer = buffer, desc = 'Go to the article' })
end

--- Runs `copydesk SHEET` on the corpus of the current buffer and shows what it prints.
function M.sheet(name)
  if not vim.tbl_contains(M.sheets, name) then
    vim.notify(('copydesk: there is no sheet "%s"; known: %s'):format(name, table.concat(M.sheets, ', ')), vim.log.levels.ERROR)
    return
  end
  local path = vim.api.nvim_buf_get_name(0)
  local folder = path ~= '' and (M.root(path) or vim.fs.dirname(path)) or vim.fn.getcwd()
  local cmd = M.cmd()
  vim.list_extend(cmd, { name, folder })
  local started, problem = pcall(vim.system, cmd, { cwd = vim.fn.getcwd(), text = true }, function(result)
    vim.schedule(function()
      if result.code ~= 0 then
        vim.notify(('copydesk %s: %s'):format(name, vim.trim(result.stderr or '')), vim.log.levels.ERROR)
      else
        show('copydesk ' .. name, vim.split(vim.trim(result.stdout), '\n'))
      end
    end)
  end)
  if not started then
    vim.notify(('copydesk: %s. See :checkhealth copydesk'):format(problem), vim.log.levels.ERROR)
  end
end

return M
