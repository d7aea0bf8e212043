-- A whole configuration, to try copydesk without touching yours. In the copydesk checkout:
--   nvim -u editors/neovim/minimal_init.lua examples/harbour-flood/alder-herald.txt
local plugin = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h')
local checkout = vim.fs.dirname(vim.fs.dirname(plugin))
vim.opt.runtimepath:prepend(plugin)

-- The program just built, else the installed one.
for _, profile in ipairs({ 'release', 'quick', 'debug' }) do
  local built = vim.fs.joinpath(checkout, 'target', profile, 'copydesk')
  if not vim.g.copydesk_cmd and vim.fn.executable(built) == 1 then
    vim.g.copydesk_cmd = { built }
  end
end

vim.o.termguicolors = true
vim.o.wrap, vim.o.linebreak = true, true
vim.o.signcolumn = 'yes'
if vim.fn.exists('+winborder') == 1 then
  vim.o.winborder = 'rounded'
end
vim.o.swapfile = false
vim.diagnostic.config({
  underline = true,
  signs = true,
  virtual_text = vim.fn.has('nvim-0.11') == 0,
  virtual_lines = vim.fn.has('nvim-0.11') == 1 and { current_line = true } or nil,
  severity_sort = true,
})

require('copydesk').setup()

-- Neovim 0.11 has K, grr, grn, gra and gO of its own; gd and, before it, the others are set here.
vim.api.nvim_create_autocmd('LspAttach', {
  callback = function(event)
    local function map(keys, run, what)
      vim.keymap.set('n', keys, run, { buffer = event.buf, desc = what })
    end
    map('K', vim.lsp.buf.hover, 'Who else reports this')
    map('gd', vim.lsp.buf.definition, 'Where it comes from')
    map('grr', vim.lsp.buf.references, 'Every report of it')
    map('gra', vim.lsp.buf.code_action, 'Mend or dismiss')
    map('grn', vim.lsp.buf.rename, 'Rename')
    map('gO', vim.lsp.buf.document_symbol, 'Outline')
    map('<C-w>d', vim.diagnostic.open_float, 'The finding in full')
    if vim.lsp.inlay_hint then
      vim.lsp.inlay_hint.enable(true, { bufnr = event.buf })
    end
  end,
})
