-- Run by check.sh inside Neovim with alder-herald.txt open: one line a check, `ok …` or `FAIL …`.
local function say(line)
  -- Neovim's own messages end without a line break.
  io.stdout:write('\n' .. line .. '\n')
end
local function check(name, good, detail)
  say((good and 'ok   ' or 'FAIL ') .. name .. (good and '' or ': ' .. vim.inspect(detail):gsub('%s+', ' ')))
  return good
end
local function wait(condition)
  return vim.wait(15000, condition, 20)
end
local function client()
  return vim.lsp.get_clients({ name = 'copydesk', bufnr = 0 })[1]
end
--- Puts the cursor on the first `word` in or after line `from` (1-based).
local function put(word, from)
  for number = from, vim.api.nvim_buf_line_count(0) do
    local column = vim.fn.getline(number):find(word, 1, true)
    if column then
      vim.api.nvim_win_set_cursor(0, { number, column - 1 })
      return
    end
  end
  error('no "' .. word .. '" from line ' .. from)
end
local function finding(code, line)
  for _, found in ipairs(vim.diagnostic.get(0)) do
    if found.code == code and (not line or found.lnum == line - 1) then
      return found
    end
  end
end
local function ask(method, extra)
  local params = vim.tbl_extend('force', vim.lsp.util.make_position_params(0, client().offset_encoding), extra or {})
  local answers, problem = vim.lsp.buf_request_sync(0, method, params, 15000)
  local _, answer = next(answers or {})
  return answer and answer.result, problem or answer and (answer.err or answer.error)
end

local good, problem = pcall(function()
  wait(function()
    return client() and client().initialized
  end)
  if not check('the server starts', client(), vim.lsp.get_clients()) then
    return
  end
  wait(function()
    return finding('figure-conflict', 9)
  end)
  local conflict = finding('figure-conflict', 9)
  check('a finding is shown', conflict, vim.diagnostic.get(0))
  check('it names the other article', conflict and conflict.message:find('nordag', 1, true), conflict)
  check('it covers the figure', conflict and vim.fn.getline(9):sub(conflict.col + 1, conflict.end_col):find('12,000', 1, true), conflict)

  put('12,000', 9)
  local hover, refused = ask('textDocument/hover')
  local text = hover and (hover.contents.value or vim.inspect(hover.contents)) or ''
  check('the hover names the other article', text:find('nordag', 1, true), refused or hover or 'no answer')
  vim.lsp.buf.hover()
  check('the hover has a window', wait(function()
    return vim.iter(vim.api.nvim_list_wins()):any(function(window)
      return vim.api.nvim_win_get_config(window).relative ~= ''
    end)
  end), 'none')
  vim.cmd('silent! fclose!')

  put('12,000', 9)
  vim.fn.setqflist({})
  vim.lsp.buf.references()
  check('references reach another article', wait(function()
    return vim.iter(vim.fn.getqflist()):any(function(entry)
      return vim.fn.bufname(entry.bufnr):find('nordag.txt', 1, true)
    end)
  end), vim.fn.getqflist())
  vim.cmd('cclose')

  put('Reyl told', 11)
  vim.lsp.buf.definition()
  check('definition goes to the introduction', wait(function()
    return vim.fn.line('.') == 9
  end), { vim.fn.bufname(), vim.fn.getcurpos() })

  local symbols = ask('textDocument/documentSymbol')
  check('the outline has the headline', symbols and vim.inspect(symbols):find('counts the cost', 1, true), symbols)

  local last = vim.api.nvim_buf_line_count(0)
  vim.api.nvim_buf_set_lines(0, last, last, false, { '', '😀 The smile was brief. Experts say the wall was rotten.' })
  check('typing brings a finding', wait(function()
    return finding('vague-source', last + 2)
  end), vim.diagnostic.get(0, { lnum = last + 1 }))
  local vague = finding('vague-source', last + 2)
  check('its columns are right after an emoji', vague and vim.fn.getline('$'):sub(vague.col + 1, vague.end_col):find('^Experts'), vague)
  vim.api.nvim_buf_set_lines(0, last, -1, false, {})
  check('deleting takes it away', wait(function()
    return not finding('vague-source')
  end), vim.diagnostic.get(0))

  local hints = wait(function()
    return vim.iter(vim.lsp.inlay_hint.get({ bufnr = 0 })):any(function(hint)
      return vim.inspect(hint.inlay_hint.label):find('2024', 1, true)
    end)
  end)
  check('hints resolve the dates', hints, vim.lsp.inlay_hint.get({ bufnr = 0 }))
  local lenses = ask('textDocument/codeLens', { position = nil })
  check('lenses count the articles that agree', lenses and vim.inspect(lenses):find('differ', 1, true), lenses)
  check('words have their colours', wait(function()
    local token = (vim.lsp.semantic_tokens.get_at_pos(0, 8, vim.fn.getline(9):find('12,000', 1, true)) or {})[1]
    return token and token.type == 'number'
  end), vim.lsp.semantic_tokens.get_at_pos(0, 8, vim.fn.getline(9):find('12,000', 1, true)))

  -- An annotation moves with its article when that is saved; it is then an edit to be written.
  vim.api.nvim_buf_set_text(0, 2, 0, 2, 0, { 'On ' })
  vim.cmd('silent write')
  local function annotated()
    local buffer = vim.fn.bufnr('alder-herald.ann')
    return buffer > 0 and vim.api.nvim_buf_get_lines(buffer, 0, 1, false)[1]
  end
  check('an annotation follows an edit', wait(function()
    return annotated() == vim.env.COPYDESK_MOVED
  end), annotated())
  vim.cmd('silent wall')
  check('and is written with its article', vim.fn.readfile('alder-herald.ann')[1] == vim.env.COPYDESK_MOVED, vim.fn.readfile('alder-herald.ann'))

  put('Reyl told', 11)
  vim.lsp.buf.rename('Rendel')
  check('rename changes the article', wait(function()
    return vim.fn.search('Rendel told', 'n') == 11
  end), vim.fn.getline(9, 15))
  check('rename changes another article', wait(function()
    local other = vim.fn.bufnr('radio-alder.txt')
    return other > 0 and table.concat(vim.api.nvim_buf_get_lines(other, 0, -1, false)):find('Tomas Rendel', 1, true)
  end), vim.fn.getbufinfo())
  vim.cmd('silent bufdo edit!')
  vim.cmd.buffer('alder-herald.txt')

  vim.cmd.edit('meridian.txt')
  local weekday = wait(function()
    return client() and finding('weekday-date-mismatch', 16)
  end)
  check('another article has its finding', weekday, vim.diagnostic.get(0))
  put('Thursday, 15 October', 16)
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return not action.title:find('ismiss') and action.title:find('Tuesday', 1, true)
    end,
  })
  check('a quick fix is applied', wait(function()
    return vim.fn.getline(16):find('Tuesday, 15 October', 1, true)
  end), vim.fn.getline(16))
  check('and its finding goes', wait(function()
    return not finding('weekday-date-mismatch')
  end), vim.diagnostic.get(0))
  vim.bo.modified = false

  vim.cmd.edit({ 'radio-alder.ann', bang = true })
  check('an annotation file has its finding', wait(function()
    return finding('annotation-text-mismatch', 11)
  end), vim.diagnostic.get(0))
  local function coloured(word)
    vim.fn.search(word)
    local id = vim.fn.synID(vim.fn.line('.'), vim.fn.col('.'), 1)
    return vim.fn.synIDattr(id, 'name')
  end
  check('an annotation file has colours', coloured('Source') == 'bratType', coloured('Source'))
  vim.cmd.edit('daily-lantern.tsv')
  check('a WebAnno file is known by its first line', vim.bo.filetype == 'webanno', vim.bo.filetype)
  check('a WebAnno file has its finding', wait(function()
    return finding('webanno-invalid', 9)
  end), vim.diagnostic.get(0))

  vim.cmd.edit('alder-herald.txt')
  vim.cmd.Copydesk('figures')
  local function shows(name, word)
    return wait(function()
      return vim.fn.bufname():find('copydesk ' .. name, 1, true) and vim.fn.search(word, 'nw') > 0
    end)
  end
  check(':Copydesk figures', shows('figures', 'differs from'), vim.fn.getline(1, 9))
  vim.fn.search([[nordag\.txt:13]])
  vim.api.nvim_feedkeys(vim.keycode('<cr>'), 'x', false)
  check('a line of a sheet leads to its place', vim.fn.bufname() == 'nordag.txt' and vim.fn.line('.') == 13, { vim.fn.bufname(), vim.fn.line('.') })
  vim.cmd.only()
  vim.cmd.Copydesk('quotes')
  check(':Copydesk quotes', shows('quotes', 'altered harbour-times.txt'), vim.fn.getline(1, 9))
  vim.cmd.only()
  vim.cmd.edit('alder-herald.txt')
  vim.cmd.Copydesk('reading')
  check(':Copydesk reading', shows('reading', 'Who says what'), vim.fn.getline(1, 9))
  vim.cmd.only()
  vim.cmd.edit('alder-herald.txt')
  vim.fn.setqflist({})
  vim.cmd.Copydesk({ 'figures', bang = true })
  check(':Copydesk! figures fills the quickfix list', wait(function()
    return vim.iter(vim.fn.getqflist()):any(function(entry)
      return vim.fn.bufname(entry.bufnr) == 'nordag.txt' and entry.lnum == 13 and entry.text:find('19,000', 1, true)
    end)
  end), vim.fn.getqflist())
  vim.cmd.cclose()
  local page = require('copydesk.sheets').run('report')
  check(':Copydesk report writes the page', wait(function()
    return vim.fn.filereadable(page) == 1
  end), page)

  vim.cmd('silent! helptags ' .. vim.env.CHECKOUT .. '/editors/neovim/doc')
  check(':help copydesk', pcall(vim.cmd.help, 'copydesk-commands'), vim.v.errmsg)
  vim.cmd.only()
  vim.cmd.edit('alder-herald.txt')
  vim.cmd.checkhealth('copydesk')
  local health = table.concat(vim.fn.getline(1, '$'), '\n')
  check(':checkhealth copydesk finds nothing wrong', health:find('Server runs for', 1, true) and not health:find('ERROR', 1, true), health)
  vim.cmd.bwipeout()

  local before = vim.lsp.get_clients({ name = 'copydesk' })[1].id
  vim.cmd.Copydesk('restart')
  check(':Copydesk restart', wait(function()
    local now = vim.lsp.get_clients({ name = 'copydesk' })[1]
    return now and now.id ~= before and now.initialized
  end), vim.lsp.get_clients())

  local id = vim.lsp.get_clients({ name = 'copydesk' })[1].id
  local stopped = vim.lsp.get_client_by_id(id)
  if vim.fn.has('nvim-0.11') == 1 then
    stopped:stop()
  else
    stopped.stop()
  end
  check('the server stops', wait(function()
    return vim.lsp.get_client_by_id(id) == nil
  end), 'it runs on')
end)
if not good then
  check('the check itself', false, problem)
end
say('done Neovim ' .. tostring(vim.version()))
vim.cmd('qall!')
