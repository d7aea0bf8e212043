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

  vim.bo.modified = false

  vim.cmd.edit({ 'radio-alder.ann', bang = true })
  check('an annotation file has its finding', wait(function()
    return finding('annotation-text-mismatch', 11)
  end), vim.diagnostic.get(0))

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
